// Package ingest turns a file that somebody sent into rows that the database
// can trust, or into words for the sender.
//
// The way of a file, each step in a file of its own:
//
//	inbox -> archive -> format -> recognise -> table -> judge -> load
//
// A Format yields sheets of typed cells and knows nothing of sources. Read
// finds the source whose headings the file carries, and the Table that it
// returns says what each cell means, by the source's own description. Nothing
// here knows a source, a column or an organisation by name.
//
// No message prints what a cell holds: what is mailed is what is printed.
package ingest
