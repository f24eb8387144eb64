package ingest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// placeholders are what is written where an identifier should be and is not:
// ASC-WDS writes Admin over what its sanitised download leaves out.
var placeholders = map[string]bool{
	"": true, "ADMIN": true, "N/A": true, "NA": true, "#N/A": true, "NONE": true, "NULL": true, "NIL": true,
	"UNKNOWN": true, "NOTKNOWN": true, "NOTAPPLICABLE": true, "NOTGIVEN": true, "TBC": true, "TBA": true,
	"-": true, "--": true, ".": true, "?": true,
}

// foldID returns an identifier as it is hashed: in upper case, without spaces.
func foldID(id string) string {
	return strings.ToUpper(strings.Join(strings.Fields(trim(id)), ""))
}

// hashID returns the keyed hash of an identifier, the first 16 bytes in hex,
// or "" for a placeholder. An identifier that is unique only within another
// is hashed with it, and is "" without it.
func hashID(key []byte, id string, within ...string) string {
	id = foldID(id)
	if placeholders[id] {
		return ""
	}
	mac := hmac.New(sha256.New, key)
	for _, w := range within {
		w = foldID(w)
		if placeholders[w] {
			return ""
		}
		mac.Write([]byte(w + "\x1F")) // which no identifier holds
	}
	mac.Write([]byte(id))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
