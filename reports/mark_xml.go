package reports

import (
	"bytes"
	"errors"
	"html"
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A node is one element of a part, as ranges of its bytes: a part is changed by
// splicing, so that every byte nobody meant to change stays as it was.
type node struct {
	doc        []byte
	name       []byte // as written, with its prefix
	start      int    // of the open tag
	tagEnd     int    // after the open tag
	closeStart int    // of the close tag; of the "/>" where it closes itself
	end        int    // after the close tag
	at         int    // the number of a row or a column of a grid
	kids       []*node
}

// An attribute is where one stands in its part.
type attribute struct {
	name     string
	from, to int // of the value, within its quotes
}

func (n *node) local() string {
	return string(n.name[bytes.IndexByte(n.name, ':')+1:])
}

func (n *node) is(local string) bool {
	return n != nil && string(n.name[bytes.IndexByte(n.name, ':')+1:]) == local
}

// prefixed is a name in the namespace of the element.
func (n *node) prefixed(local string) string {
	return string(n.name[:bytes.IndexByte(n.name, ':')+1]) + local
}

// alone is the element as a part of its own.
func (n *node) alone() *node {
	return &node{doc: n.doc[n.start:n.end], name: n.name, tagEnd: n.tagEnd - n.start}
}

func (n *node) closesItself() bool { return n.tagEnd == n.end }

// kid is the first child of a name, or nil.
func (n *node) kid(local string) *node {
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.is(local) {
			return k
		}
	}
	return nil
}

func (n *node) attributes() iter.Seq[attribute] {
	return func(yield func(attribute) bool) {
		for i := n.start + 1 + len(n.name); ; {
			a, next, ok, err := nextAttribute(n.doc, i)
			if err != nil || !ok || !yield(a) {
				return
			}
			i = next
		}
	}
}

// attr is the value of an attribute, and whether it is there.
func (n *node) attr(name string) (string, bool) {
	for a := range n.attributes() {
		if a.name == name {
			return html.UnescapeString(string(n.doc[a.from:a.to])), true
		}
	}
	return "", false
}

func (n *node) text(name string) string {
	value, _ := n.attr(name)
	return value
}

// link is the id by which an element names a relation, whatever the prefix, and
// whether it has one.
func (n *node) link() (id string, ok bool) {
	for a := range n.attributes() {
		if strings.HasSuffix(a.name, ":id") {
			return html.UnescapeString(string(n.doc[a.from:a.to])), true
		}
	}
	return "", false
}

// namespace is the namespace that an element itself declares for its name.
func (n *node) namespace() string {
	prefix, _, ok := strings.Cut(string(n.name), ":")
	if !ok {
		return n.text("xmlns")
	}
	return n.text("xmlns:" + prefix)
}

// prefixOf is the prefix that an element declares for a namespace, and the
// declaration that one of its children needs where there is none.
func (n *node) prefixOf(namespace string) (prefix, declaration string) {
	for a := range n.attributes() {
		if p, ok := strings.CutPrefix(a.name, "xmlns:"); ok && string(n.doc[a.from:a.to]) == namespace {
			return p, ""
		}
	}
	return "r", ` xmlns:r="` + namespace + `"`
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

var errXML = errors.New("its XML is broken")

// nextAttribute reads the attribute that begins at or after i. It is not ok at
// the end of the tag.
func nextAttribute(doc []byte, i int) (a attribute, next int, ok bool, err error) {
	from := i
	for i < len(doc) && isSpace(doc[i]) {
		i++
	}
	if i >= len(doc) {
		return a, i, false, errXML
	}
	if doc[i] == '>' || doc[i] == '/' {
		return a, i, false, nil
	}
	if i == from {
		return a, i, false, errXML
	}
	start := i
	for i < len(doc) && doc[i] != '=' && !isSpace(doc[i]) && doc[i] != '>' && doc[i] != '<' && doc[i] != '/' {
		i++
	}
	a.name = string(doc[start:i])
	for i < len(doc) && isSpace(doc[i]) {
		i++
	}
	if a.name == "" || i >= len(doc) || doc[i] != '=' {
		return a, i, false, errXML
	}
	for i++; i < len(doc) && isSpace(doc[i]); {
		i++
	}
	if i >= len(doc) || doc[i] != '"' && doc[i] != '\'' {
		return a, i, false, errXML
	}
	length := bytes.IndexByte(doc[i+1:], doc[i])
	if length < 0 || bytes.IndexByte(doc[i+1:i+1+length], '<') >= 0 {
		return a, i, false, errXML
	}
	a.from, a.to = i+1, i+1+length
	return a, a.to + 1, true, nil
}

// A scanner reads one part. It is several times faster than encoding/xml, which
// would take most of the time of marking a return; a test holds the two equal.
type scanner struct {
	doc  []byte
	keep func(parent, n *node) bool
	root *node
	open []opened
}

type opened struct {
	n    *node // nil where it is not kept
	name []byte
}

// scan reads the elements of a part. Where keep is not nil, it chooses which
// children are worth remembering; all are read. A part that is not UTF-8, that
// declares a document type or that is not well-formed is refused.
func scan(doc []byte, keep func(parent, n *node) bool) (*node, error) {
	return scanUntil(doc, "", keep)
}

// scanUntil is scan up to a child of the first element: that one and what follows
// it are neither read nor judged. "" reads all.
func scanUntil(doc []byte, until string, keep func(parent, n *node) bool) (*node, error) {
	if bytes.IndexByte(doc[:min(len(doc), 4)], 0) >= 0 || bytes.HasPrefix(doc, []byte("\xff\xfe")) ||
		bytes.HasPrefix(doc, []byte("\xfe\xff")) {
		return nil, errors.New("it is not in UTF-8")
	}
	if !utf8.Valid(doc) {
		return nil, errXML
	}
	s := &scanner{doc: doc, keep: keep}
	at := 0
	if bytes.HasPrefix(doc, []byte("\ufeff")) {
		at = len("\ufeff")
	}
	for {
		next := bytes.IndexByte(doc[at:], '<')
		if next < 0 {
			break
		}
		if err := s.words(doc[at : at+next]); err != nil {
			return nil, err
		}
		var err error
		if at, err = s.markup(at + next); err != nil {
			return nil, err
		}
		if until != "" && s.root != nil && len(s.root.kids) > 0 && s.root.kids[len(s.root.kids)-1].is(until) {
			return s.root, nil
		}
	}
	if s.root == nil || len(s.open) > 0 || len(bytes.TrimSpace(doc[at:])) > 0 {
		return nil, errXML
	}
	return s.root, nil
}

// words judges the text between two tags.
func (s *scanner) words(text []byte) error {
	if len(s.open) == 0 {
		if len(bytes.TrimSpace(text)) > 0 {
			return errXML
		}
		return nil
	}
	for {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			return nil
		}
		text = text[i+1:]
		end := bytes.IndexByte(text[:min(len(text), 12)], ';')
		if end < 1 || text[0] != '#' && !slices.Contains([]string{"amp", "lt", "gt", "quot", "apos"}, string(text[:end])) {
			return errXML
		}
	}
}

var declaredUTF8 = regexp.MustCompile(`(?i)encoding\s*=\s*["'](utf-?8|us-ascii)["']`)

// markup reads what begins with the "<" at a place, and returns where it ends.
func (s *scanner) markup(at int) (int, error) {
	rest := s.doc[at:]
	until := func(end string) (int, error) {
		if i := bytes.Index(rest, []byte(end)); i >= 0 {
			return at + i + len(end), nil
		}
		return 0, errXML
	}
	switch {
	case bytes.HasPrefix(rest, []byte("<?")):
		end, err := until("?>")
		if err == nil && bytes.HasPrefix(rest, []byte("<?xml")) && bytes.Contains(s.doc[at:end], []byte("encoding")) &&
			!declaredUTF8.Match(s.doc[at:end]) {
			return 0, errors.New("it is not in UTF-8")
		}
		return end, err
	case bytes.HasPrefix(rest, []byte("<!--")):
		return until("-->")
	case bytes.HasPrefix(rest, []byte("<![CDATA[")) && len(s.open) > 0:
		return until("]]>")
	case bytes.HasPrefix(rest, []byte("<!")):
		return 0, errors.New("it declares a document type")
	case bytes.HasPrefix(rest, []byte("</")):
		return s.closeTag(at)
	}
	return s.openTag(at)
}

func (s *scanner) closeTag(at int) (int, error) {
	length := bytes.IndexByte(s.doc[at:], '>')
	if length < 0 || len(s.open) == 0 {
		return 0, errXML
	}
	top := s.open[len(s.open)-1]
	if !bytes.Equal(bytes.TrimRight(s.doc[at+2:at+length], " \t\r\n"), top.name) {
		return 0, errXML
	}
	s.open = s.open[:len(s.open)-1]
	if top.n != nil {
		top.n.closeStart, top.n.end = at, at+length+1
	}
	return at + length + 1, nil
}

// maxDepth is how deep elements may lie. Workbooks need some twenty.
const maxDepth = 500

func (s *scanner) openTag(at int) (int, error) {
	i := at + 1
	for i < len(s.doc) && !isSpace(s.doc[i]) && s.doc[i] != '/' && s.doc[i] != '>' && s.doc[i] != '<' {
		i++
	}
	name := s.doc[at+1 : i]
	if len(name) == 0 || len(s.open) == 0 && s.root != nil || len(s.open) >= maxDepth {
		return 0, errXML
	}
	for {
		_, next, ok, err := nextAttribute(s.doc, i)
		if err != nil {
			return 0, err
		}
		i = next
		if !ok {
			break
		}
	}
	itself := s.doc[i] == '/'
	if itself {
		i++
	}
	if i >= len(s.doc) || s.doc[i] != '>' {
		return 0, errXML
	}
	i++
	var n *node
	if len(s.open) == 0 || s.open[len(s.open)-1].n != nil {
		n = s.attach(&node{doc: s.doc, name: name, start: at, tagEnd: i})
	}
	switch {
	case !itself:
		s.open = append(s.open, opened{n, name})
	case n != nil:
		n.closeStart, n.end = i-2, i
	}
	return i, nil
}

// attach hangs a new element under the open one, or returns nil if it is not to
// be kept.
func (s *scanner) attach(n *node) *node {
	if len(s.open) == 0 {
		s.root = n
		return n
	}
	parent := s.open[len(s.open)-1].n
	if s.keep != nil && !s.keep(parent, n) {
		return nil
	}
	parent.kids = append(parent.kids, n)
	return n
}
