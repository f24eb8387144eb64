package queries

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// seal sets what the connection may use, takes its access to files away but
// for the folder of builds, and locks that. The order matters: none of it can
// be changed after.
func (db *DB) seal(ctx context.Context) error {
	var settings []string
	if db.opts.Memory != "" {
		settings = append(settings, "set memory_limit = "+literal(db.opts.Memory))
	}
	if db.opts.Threads > 0 {
		settings = append(settings, fmt.Sprintf("set threads = %d", db.opts.Threads))
	}
	if dir := db.opts.BuildDir; dir != "" {
		settings = append(settings,
			"set temp_directory = "+literal(dir),
			"set allowed_directories = ["+literal(dir)+"]")
	}
	settings = append(settings,
		// What is kept is codes, counts, dates and hashes. These are slow to try, and
		// without them the file of 600 workplaces is 2% larger.
		"set disabled_compression_methods = 'fsst,dict_fsst,alp,alprd,chimp,patas,zstd'",
		"set timezone = 'UTC'",
		"set autoinstall_known_extensions = false",
		"set autoload_known_extensions = false",
		"set enable_external_access = false",
		"set lock_configuration = true",
	)
	for _, s := range settings {
		if err := db.exec(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

// checkBook refuses a statement that reaches further than its layer: each is
// exactly one select, of tables of the layer before, of no file, no clock and
// no chance. It reads the syntax tree, so that no spelling gets round it. It
// refuses a check with a wrong header too, and a source that nothing stages.
// Ours are held to it by a test, so that opening a database takes no longer for
// how many there are.
func (db *DB) checkBook(ctx context.Context) error {
	if err := db.checkStaged(); err != nil {
		return err
	}
	tables, err := db.layerTables()
	if err != nil {
		return err
	}
	for _, layer := range []string{LayerStaging, LayerChecks, LayerFacts, LayerMetrics} {
		queries, err := db.book.Layer(layer)
		if err != nil {
			return err
		}
		for _, q := range queries {
			switch {
			case q.Overridden || db.opts.CheckAll || layer == LayerChecks && !db.book.ours(layer+"/"+q.Name+".sql"):
				if db.reads[q.Path], err = db.sealedReads(ctx, q, tables[layer]); err != nil {
					return err
				}
			case layer == LayerChecks:
				db.reads[q.Path] = readsOfOurs(q, tables[layer])
			}
		}
	}
	return db.confirmable(ctx)
}

// sealedBefore are the statements that kept to their layer when they were looked
// at before, and the tables they read, by text and layer.
var sealedBefore sync.Map

// sealedReads returns the tables that a statement reads, or why it may not be
// run.
func (db *DB) sealedReads(ctx context.Context, q Query, tables []string) ([]string, error) {
	key := q.SQL + "\n" + strings.Join(tables, " ")
	if reads, ok := sealedBefore.Load(key); ok {
		return reads.([]string), nil
	}
	unsteady, err := db.unsteadyFunctions(ctx)
	if err != nil {
		return nil, err
	}
	s := sealed{query: q, tables: tables, unsteady: unsteady}
	if err := s.check(ctx, db); err != nil {
		return nil, err
	}
	sealedBefore.Store(key, s.reads)
	return s.reads, nil
}

// readFrom is how a statement of ours names a table.
var readFrom = regexp.MustCompile(`(?i)\b(?:from|join)\s+"?([a-z_][a-z0-9_]*)`)

// readsOfOurs returns the tables that a statement of ours reads, by its words
// alone: that is quicker than its syntax tree, and a test holds that it says the
// same.
func readsOfOurs(q Query, tables []string) []string {
	var reads []string
	for _, match := range readFrom.FindAllStringSubmatch(q.SQL, -1) {
		if table := strings.ToLower(match[1]); slices.Contains(tables, table) && !slices.Contains(reads, table) {
			reads = append(reads, table)
		}
	}
	return reads
}

// checkStaged refuses a source that has no staging query.
func (db *DB) checkStaged() error {
	for _, s := range db.sources {
		if _, ok := db.book.files["staging/"+s.Name+".sql"]; !ok {
			return fmt.Errorf("queries/sources/%s.yaml: there is no queries/staging/%s.sql beside it", s.Name, s.Name)
		}
	}
	return nil
}

// unsteadyFunctions are those that may give another answer for the same input:
// the clock, chance, settings and sequences.
func (db *DB) unsteadyFunctions(ctx context.Context) (map[string]bool, error) {
	if db.unsteady != nil {
		return db.unsteady, nil
	}
	unsteady := map[string]bool{}
	err := scanInto(ctx, db, db.book.engine("unsteady_functions"), func(name string) {
		unsteady[name] = true
	})
	if err != nil {
		return nil, fmt.Errorf("list functions: %w", err)
	}
	db.unsteady = unsteady
	return unsteady, nil
}

// layerTables returns, for each layer, the tables that its statements may read.
func (db *DB) layerTables() (map[string][]string, error) {
	tables := map[string][]string{
		LayerChecks: {fileRows, fileRows + "_in_force", fileRows + earlier, fileRows + beside, fileRows + peers, fileRows + sent, knownColumns, knownRules, knownMetrics},
	}
	for _, s := range db.sources {
		tables[LayerStaging] = append(tables[LayerStaging], s.Name)
		tables[LayerChecks] = append(tables[LayerChecks], s.Name)
		if s.Reference != "" {
			tables[LayerChecks] = append(tables[LayerChecks], s.Name+"_in_force")
		} else {
			tables[LayerChecks] = append(tables[LayerChecks], s.Name+earlier, s.Name+beside, s.Name+peers, s.Name+sent)
		}
		if s.Long {
			tables[LayerStaging] = append(tables[LayerStaging], s.Name+"_answers")
		}
		tables[LayerFacts] = append(tables[LayerFacts], s.Name)
	}
	facts, err := db.book.Layer(LayerFacts)
	if err != nil {
		return nil, err
	}
	for _, f := range facts {
		tables[LayerMetrics] = append(tables[LayerMetrics], f.Name)
	}
	return tables, nil
}

// sealed is a statement under examination.
type sealed struct {
	query    Query
	tables   []string
	unsteady map[string]bool
	reads    []string // the tables it reads
}

func (s *sealed) check(ctx context.Context, db *DB) error {
	var text string
	if err := db.conn.QueryRowContext(ctx, "select json_serialize_sql(?::text)::text", s.query.SQL).Scan(&text); err != nil {
		return fmt.Errorf("%s: %w", s.query.Path, err)
	}
	var tree struct {
		Error    bool   `json:"error"`
		Message  string `json:"error_message"`
		Kind     string `json:"error_type"`
		Position string `json:"position"`
		Parsed   []struct {
			Node any `json:"node"`
		} `json:"statements"`
	}
	if err := json.Unmarshal([]byte(text), &tree); err != nil {
		return fmt.Errorf("%s: %w", s.query.Path, err)
	}
	if tree.Error {
		at := 0
		if _, err := fmt.Sscan(tree.Position, &at); err != nil {
			at = s.firstWord()
		}
		if tree.Kind == "not implemented" {
			return s.refuse(at, "a file holds exactly one select")
		}
		return s.refuse(at, "%s", firstLine(tree.Message))
	}
	if n := len(tree.Parsed); n != 1 {
		return s.refuse(s.secondStatement(n), "a file holds exactly one select; this one holds %d statements", n)
	}
	return s.walk(tree.Parsed[0].Node, nil)
}

// walk examines a node of the syntax tree. scope holds the names of the CTEs
// that it may read.
func (s *sealed) walk(node any, scope []string) error {
	switch n := node.(type) {
	case []any:
		for _, item := range n {
			if err := s.walk(item, scope); err != nil {
				return err
			}
		}
	case map[string]any:
		return s.walkObject(n, scope)
	}
	return nil
}

func (s *sealed) walkObject(n map[string]any, scope []string) error {
	scope, err := s.walkCTEs(n, scope)
	if err != nil {
		return err
	}
	if err := s.examine(n, scope); err != nil {
		return err
	}
	for _, key := range sortedKeys(n) {
		inner := scope
		switch {
		case key == "cte_map":
			continue
		case key == "right" && n["type"] == "RECURSIVE_CTE_NODE":
			name, _ := n["cte_name"].(string)
			inner = append(slices.Clone(scope), strings.ToLower(name))
		}
		if err := s.walk(n[key], inner); err != nil {
			return err
		}
	}
	return nil
}

// walkCTEs examines the CTEs of a select, each of which sees those before it,
// and returns the scope with all of them. A CTE does not see itself: there its
// name is that of a table elsewhere. Only the second half of a recursive one
// does (see walkObject).
func (s *sealed) walkCTEs(n map[string]any, scope []string) ([]string, error) {
	ctes, ok := n["cte_map"].(map[string]any)
	if !ok {
		return scope, nil
	}
	items, _ := ctes["map"].([]any)
	scope = slices.Clone(scope)
	for _, item := range items {
		cte, _ := item.(map[string]any)
		key, _ := cte["key"].(string)
		if err := s.walk(cte["value"], scope); err != nil {
			return nil, err
		}
		scope = append(scope, strings.ToLower(key))
	}
	return scope, nil
}

func (s *sealed) examine(n map[string]any, scope []string) error {
	kind, _ := n["type"].(string)
	class, _ := n["class"].(string)
	at := location(n)
	switch {
	case n["sample"] != nil:
		if from, ok := n["from_table"].(map[string]any); ok && at == 0 {
			at = location(from) // a select does not say where it is
		}
		return s.refuse(at, "a sample is chance; a statement reads every row that arrived")
	case kind == "BASE_TABLE":
		return s.examineTable(n, scope, at)
	case kind == "TABLE_FUNCTION":
		return s.refuse(at, "a table function is used; a statement reads the tables of the layer before its own")
	case kind == "SHOW_REF":
		return s.refuse(at, "describe, summarize and show are not selects")
	case class == "FUNCTION" || kind == "FUNCTION":
		return s.examineFunction(n, at)
	case kind == "COLUMN_REF" && class == "COLUMN_REF":
		// current_date and its like are parsed as columns where no column is so called.
		names, _ := n["column_names"].([]any)
		if len(names) == 1 {
			if word, _ := names[0].(string); clockWords[strings.ToLower(word)] {
				return s.refuse(at, "%q is the clock; a statement reads only what arrived", word)
			}
		}
	}
	return nil
}

// clockWords are read as the clock although they look like columns.
var clockWords = map[string]bool{
	"current_date": true, "current_time": true, "current_timestamp": true, "localtime": true,
	"localtimestamp": true, "current_user": true, "session_user": true, "user": true,
	"current_role": true, "current_catalog": true, "current_schema": true, "rowid": true,
}

func (s *sealed) examineFunction(n map[string]any, at int) error {
	function, _ := n["function_name"].(string)
	schema, _ := n["schema"].(string)
	if !slices.Contains([]string{"", "main", "pg_catalog"}, schema) || s.unsteady[strings.ToLower(function)] {
		return s.refuse(at, "the function %q may answer differently tomorrow, or reach out of the database", function)
	}
	// DuckDB calls age steady, and with two arguments it is.
	if given, _ := n["children"].([]any); strings.EqualFold(function, "age") && len(given) < 2 {
		return s.refuse(at, "the function %q with one argument counts up to today; give it the day to count up to", function)
	}
	return nil
}

func (s *sealed) examineTable(n map[string]any, scope []string, at int) error {
	schema, _ := n["schema_name"].(string)
	catalog, _ := n["catalog_name"].(string)
	table, _ := n["table_name"].(string)
	if schema != "" || catalog != "" {
		return s.refuse(at, "a schema is named; a statement reads the layer before its own, by the table's name alone")
	}
	table = strings.ToLower(table)
	if slices.Contains(scope, table) {
		return nil
	}
	if slices.Contains(s.tables, table) {
		s.reads = append(s.reads, table)
		return nil
	}
	return s.refuse(at, "there is no table %q in the layer before %s", table, s.query.Layer)
}

// refuse says what is wrong at a place in the text; 0 where the tree does not
// say, and then it is the statement as a whole.
func (s *sealed) refuse(at int, format string, args ...any) error {
	if at == 0 {
		at = s.firstWord()
	}
	line := 1 + strings.Count(s.query.SQL[:min(at, len(s.query.SQL))], "\n")
	return fmt.Errorf("%s:%d: %s", s.query.Path, line, fmt.Sprintf(format, args...))
}

// firstWord is where the statement starts, after its header.
func (s *sealed) firstWord() int {
	at := 0
	for line := range strings.Lines(s.query.SQL) {
		if t := strings.TrimSpace(line); t != "" && !strings.HasPrefix(t, "--") {
			return at
		}
		at += len(line)
	}
	return 0
}

// secondStatement is where the second statement starts, as near as the text
// tells: after the first semicolon that ends a line.
func (s *sealed) secondStatement(n int) int {
	if n == 0 {
		return 0
	}
	start := s.firstWord()
	if i := strings.Index(s.query.SQL[start:], ";"); i >= 0 {
		rest := s.query.SQL[start+i+1:]
		return start + i + 1 + len(rest) - len(strings.TrimLeft(rest, " \t\r\n"))
	}
	return start
}

func location(n map[string]any) int {
	at, ok := n["query_location"].(float64)
	if !ok || at < 0 || at > 1<<40 {
		return 0
	}
	return int(at)
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// A BookError is a statement or a description that may not be used as it is: a
// mistake in our queries or in those of a workspace.
type BookError struct{ err error }

func (e BookError) Error() string { return e.err.Error() }
func (e BookError) Unwrap() error { return e.err }
