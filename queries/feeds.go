package queries

import (
	"fmt"
	"slices"
	"strings"
)

// FeedsOf returns the metrics that rest on a column of the source, by their
// names. On a column that the description does not know, an answer or a row as
// a whole ("") rests whatever the source feeds.
func (s Source) FeedsOf(column string) []string {
	var all []string
	for _, c := range s.Columns {
		if c.Name == column {
			return c.Feeds
		}
		for _, m := range c.Feeds {
			if !slices.Contains(all, m) {
				all = append(all, m)
			}
		}
	}
	slices.Sort(all)
	return all
}

// checkFeeds checks that the metrics a description names are there. The files
// of another day stand as they were.
func (b *Book) checkFeeds(s Source, name, text string) error {
	if b.past {
		return nil
	}
	for _, c := range s.Columns {
		for i, m := range c.Feeds {
			where := fmt.Sprintf("%s:%d: column %s", name, lineOfKey(text, c.Name, "feeds"), c.Name)
			if _, ok := b.files[LayerMetrics+"/"+m+".sql"]; !ok {
				return fmt.Errorf("%s: feeds %q; there is no such metric", where, m)
			}
			if slices.Contains(c.Feeds[:i], m) {
				return fmt.Errorf("%s: feeds %q twice", where, m)
			}
			if c.Keep == "drop" {
				return fmt.Errorf("%s: feeds %q, and nothing of it is kept", where, m)
			}
		}
	}
	return nil
}

// lineOfKey is the line of a description on which a key of a column stands, or
// that of the column.
func lineOfKey(text, column, key string) int {
	at := 0
	for i, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case at == 0 && strings.HasPrefix(line, " ") && strings.HasPrefix(trimmed, column+":"):
			at = i + 1
			if strings.Contains(line, key+":") {
				return at
			}
		case at > 0 && strings.HasPrefix(trimmed, key+":"):
			return i + 1
		}
	}
	return max(at, 1)
}
