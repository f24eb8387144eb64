package metrics

import (
	"fmt"
	"regexp"
	"strings"
)

// An Audience is who figures are for. What it may see follows from its ID, and
// from nothing else but Agreement.
type Audience struct {
	ID    string // "lead", "steering", "funder-ID" or "provider-EMPLOYER"
	Title string // as printed on a pack

	// Agreement names the agreement that lets the lead see provider by
	// provider. It is "" where there is none, and means nothing to others.
	Agreement string

	Employer string // of a provider; "" for others
}

const (
	idLead         = "lead"
	idSteering     = "steering"
	prefixFunder   = "funder-"
	prefixProvider = "provider-"
)

// The ID of an audience is the name of a folder too, so it holds nothing that
// could lead out of one.
var (
	funderID   = regexp.MustCompile(`^` + prefixFunder + `[a-z0-9][a-z0-9-]*$`)
	employerID = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_-]*$`)
)

// ParseAudience returns the audience of an ID, without a title or agreement.
func ParseAudience(id string) (Audience, error) {
	a := Audience{ID: id}
	employer, isProvider := strings.CutPrefix(id, prefixProvider)
	switch {
	case id == idLead, id == idSteering, funderID.MatchString(id):
		return a, nil
	case isProvider && employerID.MatchString(employer):
		a.Employer = employer
		return a, nil
	}
	return Audience{}, fmt.Errorf("audience %q: there are %s, %s, %sNAME with a name of small letters, digits and hyphens such as %[4]smsif, and %sEMPLOYER with an employer ID of letters, digits, hyphens and underscores such as %[5]sE0001",
		id, idLead, idSteering, prefixFunder, prefixProvider)
}

// Lead reports whether the audience is the strategic lead.
func (a Audience) Lead() bool { return a.ID == idLead }

// Provider reports whether the audience is one employer.
func (a Audience) Provider() bool {
	return strings.HasPrefix(a.ID, prefixProvider) && a.ID == prefixProvider+a.Employer && a.Employer != ""
}

// shared reports whether the audience is several organisations, or one that is
// not the academy: what it sees, providers may see.
func (a Audience) shared() bool {
	return a.ID == idSteering || strings.HasPrefix(a.ID, prefixFunder) && a.ID != prefixFunder
}

// Rule is what the audience may see, in words for a pack. It is "" for whoever
// is no audience, and sees nothing.
func (a Audience) Rule() string {
	const people = "Numbers of people from 1 to 7 are hidden and others rounded to the nearest 5; rates are made from the rounded numbers. "
	switch {
	case a.Lead() && a.Agreement != "":
		return "Exact figures, provider by provider under this agreement: " + a.Agreement + "."
	case a.Lead():
		return "Exact figures by area, service and role. No provider by provider figures: no agreement that allows them is named."
	case a.shared():
		return people + "Figures about the workforce rest on at least 3 employers, without any that makes up nearly all of a number."
	case a.Provider():
		return "Your own workplaces exactly. Others only as a group of at least 5 workplaces of at least 3 other employers, none of which makes up nearly all of a number. In that group: " +
			strings.ToLower(people[:1]) + strings.TrimSpace(people[1:])
	}
	return ""
}
