package queries

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // the driver; no other package imports it
)

// DB is the one DuckDB database of the pipeline. The connection itself is in
// memory and holds what is being tried; attached to it are
//
//	academy  the workspace's database file: staging and the ledger
//	build    facts as of one day, made again when anything they rest on changes
//
// It is one connection, since variables and the search path belong to it, and
// it serves one goroutine at a time.
type DB struct {
	pool  *sql.DB
	conn  *sql.Conn
	opts  Options
	book  *Book
	built bool // a build is attached

	sources []Source
	staged  map[string][]column // columns of the staging table of each source
	views   map[string]string   // the views of what is in force, as they were made
	reads   map[string][]string // the tables that each statement reads, by its path
	rules   []check             // nil until they are asked for

	unread   map[string]bool     // see sourcesUnread; nil where it has to be asked
	unsteady map[string]bool     // functions that may answer differently tomorrow; nil until a statement is held against them
	known    map[string]bool     // the tables of what is known that were made; see makeKnown
	left     map[string][]string // see fieldsLeftOut; nil where it has to be asked

	workplaces  map[string]bool // what those of the reference data are called, in small letters
	referenceOf time.Time       // the day whose reference data stands ready for rules; zero if none does
}

// Options say where the database is and what it may use.
type Options struct {
	Path     string // of the database file; "" keeps it in memory, for tests
	BuildDir string // for builds and for what does not fit in memory
	Memory   string // e.g. "2GB"
	Threads  int    // of the database itself
	Reader   bool   // only a build will be read: the database file is not opened
	Scratch  string // a folder that is removed when the database is closed; "" for none
	CheckAll bool   // hold our own statements to the rules too, and not only those of the workspace
}

// ErrBusy says that another process has the database open. What was asked for
// could not be done now; nothing was changed.
var ErrBusy = errors.New("the database is in use by another academy")

// Open opens the database with the statements of book, and seals the
// connection: from then on it reads and writes nothing outside its own files,
// loads no extension, and keeps its settings.
func Open(ctx context.Context, book *Book, opts Options) (*DB, error) {
	sources, err := book.Sources()
	if err != nil {
		return nil, BookError{err}
	}
	pool, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	pool.SetMaxOpenConns(1)
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), pool.Close())
	}
	db := &DB{pool: pool, conn: conn, opts: opts, book: book, sources: sources, staged: map[string][]column{}, views: map[string]string{}, reads: map[string][]string{}, known: map[string]bool{}}
	if err := db.start(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func (db *DB) start(ctx context.Context) error {
	if err := db.attach(ctx); err != nil {
		return err
	}
	if err := db.seal(ctx); err != nil {
		return err
	}
	if err := db.checkBook(ctx); err != nil {
		return BookError{err}
	}
	for _, schema := range []string{"sources", "trial", "staging", "engine"} {
		if err := db.exec(ctx, "create schema memory."+schema); err != nil {
			return err
		}
	}
	if db.opts.Reader {
		return nil
	}
	if err := db.exec(ctx, db.book.engine("ledger")); err != nil {
		return fmt.Errorf("make the ledger: %w", err)
	}
	if err := db.setReferenceSources(ctx); err != nil {
		return err
	}
	return db.makeStaging(ctx)
}

// attach opens the database file beside the connection.
func (db *DB) attach(ctx context.Context) error {
	if db.opts.BuildDir != "" {
		if err := os.MkdirAll(db.opts.BuildDir, 0o755); err != nil {
			return fmt.Errorf("make the folder for builds: %w", err)
		}
	}
	if db.opts.Reader {
		return nil
	}
	path := ":memory:"
	if db.opts.Path != "" {
		if err := os.MkdirAll(filepath.Dir(db.opts.Path), 0o755); err != nil {
			return fmt.Errorf("make the folder of the database: %w", err)
		}
		path = db.opts.Path
	}
	err := db.exec(ctx, "attach "+literal(path)+" as academy")
	if err != nil && isBusy(err.Error()) {
		return fmt.Errorf("%s: %w", filepath.Base(path), ErrBusy)
	}
	if err != nil {
		return fmt.Errorf("open database %s: %w", filepath.Base(path), err)
	}
	return nil
}

// isBusy reports whether DuckDB's message says that another process has the
// file open. Linux and macOS say it in the first words, Windows in the second.
func isBusy(message string) bool {
	return strings.Contains(message, "onflicting lock") || strings.Contains(message, "being used by another process")
}

// Close closes the database and everything attached to it, and removes the
// scratch folder.
func (db *DB) Close() error {
	err := errors.Join(db.conn.Close(), db.pool.Close())
	if db.opts.Scratch != "" {
		err = errors.Join(err, os.RemoveAll(db.opts.Scratch))
	}
	return err
}

// Book returns the statements the database runs.
func (db *DB) Book() *Book { return db.book }

// Sources returns the sources the database knows, in name order.
func (db *DB) Sources() []Source { return db.sources }

// Source returns a source by name.
func (db *DB) Source(name string) (Source, bool) {
	for _, s := range db.sources {
		if s.Name == name {
			return s, true
		}
	}
	return Source{}, false
}

func (db *DB) exec(ctx context.Context, query string, args ...any) error {
	_, err := db.conn.ExecContext(ctx, query, args...)
	return err
}

// look sets the search path: what a statement may see without naming a schema.
func (db *DB) look(ctx context.Context, schema string) error {
	return db.exec(ctx, "set search_path = '"+schema+"'")
}

// set sets a variable that statements read with getvariable.
func (db *DB) set(ctx context.Context, name string, expression string, args ...any) error {
	if err := db.exec(ctx, "set variable "+name+" = "+expression, args...); err != nil {
		return fmt.Errorf("set %s: %w", name, err)
	}
	return nil
}

// transaction runs do between begin and commit. On an error nothing was done.
func (db *DB) transaction(ctx context.Context, do func() error) error {
	if err := db.exec(ctx, "begin"); err != nil {
		return err
	}
	if err := do(); err != nil {
		return errors.Join(err, db.exec(context.WithoutCancel(ctx), "rollback"))
	}
	return db.exec(ctx, "commit")
}

// each calls scan for every row of a query.
func (db *DB) each(ctx context.Context, query string, scan func(*sql.Rows) error, args ...any) (err error) {
	rows, err := db.conn.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// literal quotes s for SQL.
func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// name quotes s as the name of a table or column.
func name(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// list writes a list of texts for SQL.
func list(texts []string) string {
	quoted := make([]string, len(texts))
	for i, t := range texts {
		quoted[i] = literal(t)
	}
	return "[" + strings.Join(quoted, ", ") + "]::text[]"
}

// numbers writes a list of whole numbers for SQL.
func numbers(all []int) string {
	text := make([]string, len(all))
	for i, n := range all {
		text[i] = strconv.Itoa(n)
	}
	return "[" + strings.Join(text, ", ") + "]::integer[]"
}

// statement returns the SQL of q without a closing semicolon, so that it can
// stand inside another.
func statement(q Query) string { return strings.TrimRight(q.SQL, "; \t\r\n") }

// scanInto calls add with the one text of each row.
func scanInto(ctx context.Context, db *DB, query string, add func(string), args ...any) error {
	rows, err := db.conn.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return err
		}
		add(s)
	}
	return rows.Err()
}
