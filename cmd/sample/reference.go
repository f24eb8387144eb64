package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
)

// configuration is academy.yaml of the invented academy.
const configuration = `# An invented academy. Nothing in this folder is about a real place or person.
academy: Mockshire and Fabling Care Academy
launch: %s
year starts: April
database: data/academy.duckdb
archive: archive
key: data/key
memory: 2GB
threads: 1
provider by provider: ""
audiences:
  - {id: lead, title: Strategic lead}
  - {id: steering, title: Steering group}
  - {id: funder-msif, title: Market Sustainability and Improvement Fund}
jobs:
  - {name: ingest and draft packs, at: "0 6 * * 1-5", do: run}
`

// writeReference writes the configuration, the key and reference/.
func (r *region) writeReference(log *faultLog) error {
	if err := r.put("academy.yaml", fmt.Appendf(nil, configuration, date(r.launch.first()))); err != nil {
		return err
	}
	key := sha256.Sum256(fmt.Appendf(nil, "key of the sample region %d", r.Seed))
	if err := r.put("data/key", fmt.Appendf(nil, "%x", key)); err != nil {
		return err
	}
	tables := []table{
		{"workplaces", r.workplaceRows()},
		{"areas", areaRows()},
		{"maturity_themes", themeRows()},
		{"maturity_levels", levelRows()},
		{"maturity_targets", targetRows()},
		{"benchmarks", benchmarkRows()},
		{"job_roles", roleRows()},
		{"survey_items", surveyItemRows()},
	}
	if r.all() {
		tables = r.spoilReference(tables, log)
	}
	for _, t := range tables {
		if err := r.table("reference/"+t.name+".csv", t.rows); err != nil {
			return err
		}
	}
	return nil
}

// A table is a file of reference/, headings first.
type table struct {
	name string
	rows [][]string
}

// table writes rows as a CSV with LF line ends.
func (r *region) table(name string, rows [][]string) error {
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return r.put(name, b.Bytes())
}

func (r *region) workplaceRows() [][]string {
	rows := [][]string{{"workplace", "cqc_location", "cqc_provider", "ascwds_id", "name", "employer", "employer_name",
		"area", "service", "in_scope_from", "in_scope_until"}}
	for _, w := range r.workplaces {
		place := ""
		if w.area != nowhere {
			place = areas[w.area].name
		}
		rows = append(rows, []string{w.id, w.location, w.provider, w.ascwds, w.name, w.employer.id, w.employer.name,
			place, services[w.service].name, date(w.from), date(w.until)})
	}
	return rows
}

func areaRows() [][]string {
	rows := [][]string{{"area", "parent", "ons_code", "aliases"}}
	for _, a := range areas {
		parent := ""
		if a.parent >= 0 {
			parent = areas[a.parent].name
		}
		rows = append(rows, []string{a.name, parent, a.code, strings.Join(a.aliases, ";")})
	}
	return rows
}

func themeRows() [][]string {
	rows := [][]string{{"theme", "title", "vote_item", "agreed_item", "status"}}
	for _, t := range themes {
		rows = append(rows, []string{t.key, t.title, t.vote(), t.settle(), t.status})
	}
	return rows
}

func levelRows() [][]string {
	rows := [][]string{{"level", "rank", "title", "strapline"}}
	for i, l := range levels {
		rows = append(rows, []string{l.key, strconv.Itoa(i + 1), l.title, l.strapline})
	}
	return rows
}

func targetRows() [][]string {
	rows := [][]string{{"theme", "level", "by"}}
	for i, t := range themes {
		by := "2027-03-31"
		if i == 0 {
			by = "2026-09-30"
		}
		rows = append(rows, []string{t.key, "integrated", by})
	}
	return rows
}

func benchmarkRows() [][]string {
	const source, note = "invented for the sample region", "not a published figure"
	return [][]string{
		{"measure", "area", "value", "unit", "year", "population", "source", "note"},
		{"vacancy_rate", "Mockshire", "8.1", "per cent", "2024/25", "permanent and temporary staff and vacancies", source, note},
		{"vacancy_rate", "Fabling", "9.4", "per cent", "2024/25", "permanent and temporary staff and vacancies", source, note},
		{"turnover_rate", "Mockshire", "25.2", "per cent", "2024/25", "permanent and temporary staff", source, note},
		{"turnover_rate", "Fabling", "28.7", "per cent", "2024/25", "permanent and temporary staff", source, note},
	}
}

func roleRows() [][]string {
	rows := [][]string{{"code", "title", "role_group"}}
	for _, j := range jobRoles {
		rows = append(rows, []string{strconv.Itoa(j.code), j.title, groupNames[j.group]})
	}
	return rows
}
