package main

// A group of job roles is how the return splits its boxes and how figures
// break down.
const (
	careGroup = iota
	otherGroup
	groups
)

var groupNames = [groups]string{"Care and nursing", "Other"}

// A jobRole is a code of MAINJOBROLE. Care and nursing are the roles flagged
// as care providing in the code list and the regulated professions.
// Source: ascwds_codes.tsv of the domain notes.
type jobRole struct {
	code  int
	title string
	group int
}

var jobRoles = []jobRole{
	{1, "Senior management", otherGroup},
	{2, "Middle management", otherGroup},
	{3, "First-line manager", otherGroup},
	{4, "Registered manager", careGroup},
	{5, "Supervisor", careGroup},
	{6, "Social worker", careGroup},
	{7, "Senior care worker", careGroup},
	{8, "Care worker", careGroup},
	{9, "Community support and outreach work", careGroup},
	{10, "Employment support", otherGroup},
	{11, "Advice, guidance and advocacy", otherGroup},
	{15, "Occupational therapist", careGroup},
	{16, "Registered nurse", careGroup},
	{17, "Allied health professional (not occupational therapist)", careGroup},
	{22, "Technician (withdrawn May 2024, recode to 27)", otherGroup},
	{23, "Other (directly involved in providing care)", careGroup},
	{24, "Manager (care-related, but not care-providing)", otherGroup},
	{25, "Administrative", otherGroup},
	{26, "Ancillary staff (non care-providing)", otherGroup},
	{27, "Other (not directly involved in providing care)", otherGroup},
	{34, "Activities worker, co-ordinator", otherGroup},
	{35, "Safeguarding and reviewing officer", careGroup},
	{36, "Occupational therapist assistant", otherGroup},
	{37, "Nursing associate", careGroup},
	{38, "Nursing assistant", otherGroup},
	{39, "Assessment officer", otherGroup},
	{40, "Care co-ordinator", otherGroup},
	{41, "Care navigator (withdrawn May 2024, recode to 40)", otherGroup},
	{42, "Any children's, young people's job role", otherGroup},
	{43, "Deputy manager", otherGroup},
	{44, "Learning and development lead", otherGroup},
	{45, "Team leader", careGroup},
	{46, "Data analyst", otherGroup},
	{47, "Data governance manager", otherGroup},
	{48, "IT and digital support", otherGroup},
	{49, "IT manager", otherGroup},
	{50, "IT service desk manager", otherGroup},
	{51, "Software developer", otherGroup},
	{52, "Support worker", careGroup},
}

// groupOf is the group of a job role.
func groupOf(code int) int {
	for _, r := range jobRoles {
		if r.code == code {
			return r.group
		}
	}
	return otherGroup
}
