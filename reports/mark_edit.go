package reports

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// An edit takes bytes of a part away and puts others there.
type edit struct {
	from, to int
	put      string
	was      string // what was taken away
}

// edits are the changes to one version of a part.
type edits []edit

func (e *edits) insert(at int, text string) { *e = append(*e, edit{from: at, to: at, put: text}) }

func (e *edits) replace(from, to int, text string) {
	*e = append(*e, edit{from: from, to: to, put: text})
}

// set gives an element an attribute; the value must need no escaping.
func (e *edits) set(n *node, name, value string) {
	for a := range n.attributes() {
		if a.name == name {
			e.replace(a.from, a.to, value)
			return
		}
	}
	e.insert(n.start+1+len(n.name), fmt.Sprintf(` %s="%s"`, name, value))
}

// add puts text into an element, before what it holds or after.
func (e *edits) add(n *node, first bool, text string) {
	switch {
	case n.closesItself():
		e.replace(n.closeStart, n.end, ">"+text+"</"+string(n.name)+">")
	case first:
		e.insert(n.tagEnd, text)
	default:
		e.insert(n.closeStart, text)
	}
}

// apply returns the part changed. The edits stay, in order, so that undo can
// take them back.
func (e edits) apply(doc []byte) ([]byte, error) {
	slices.SortStableFunc(e, func(a, b edit) int {
		return cmp.Or(a.from-b.from, a.to-b.to)
	})
	var out bytes.Buffer
	out.Grow(len(doc) + len(doc)/8) // a buffer that grows is cleared and copied each time
	at := 0
	for i := range e {
		if e[i].from < at || e[i].to > len(doc) {
			return nil, errors.New("two changes meet")
		}
		e[i].was = string(doc[e[i].from:e[i].to])
		out.Write(doc[at:e[i].from])
		out.WriteString(e[i].put)
		at = e[i].to
	}
	out.Write(doc[at:])
	return out.Bytes(), nil
}

// undo takes the edits back from a part that they were applied to.
func (e edits) undo(doc []byte) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(len(doc))
	at, shift := 0, 0
	for _, x := range e {
		from := x.from + shift
		if from < at || from+len(x.put) > len(doc) || string(doc[from:from+len(x.put)]) != x.put {
			return nil, errors.New("a change is not where it was made")
		}
		out.Write(doc[at:from])
		out.WriteString(x.was)
		at = from + len(x.put)
		shift += len(x.put) - (x.to - x.from)
	}
	out.Write(doc[at:])
	return out.Bytes(), nil
}
