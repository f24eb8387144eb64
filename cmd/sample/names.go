package main

import (
	"fmt"
	"math/rand/v2"
)

// Names are plainly invented: nobody should take this region for a real one.
var (
	firstWords = []string{
		"Daydream", "Storybook", "Makebelieve", "Whimsy", "Fable", "Figment", "Notional", "Once Upon",
		"Imagined", "Wishful", "Hearsay", "Mirage", "Castle-in-Air", "Nonesuch", "Neverwas", "Supposed",
		"Perchance", "Unlikely", "Fictional", "Moonbeam", "Tall Tale", "Rumour", "Phantom", "Elsewhere",
	}
	homeWords  = []string{"House", "Lodge", "Court", "Grange", "Manor", "Gardens", "Rest", "View"}
	branchWord = []string{"Homecare", "Care at Home", "Support", "Living"}
	firmWords  = []string{"Care Ltd", "Homes Ltd", "Support Ltd", "Care Services"}
	groupWords = []string{"Care Group", "Homes Group", "Care Trust"}
)

// workerSurname is the surname of everyone on a staff list, and of nobody
// else: a test looks for it in what the program publishes.
const workerSurname = "Zzyzxperson"

var forenames = []string{"Ada", "Bram", "Cleo", "Dov", "Esme", "Finn", "Greta", "Hal", "Ines", "Jory", "Kit", "Lena"}

func employerName(c *rand.Rand, i, size int) string {
	word := firstWords[(5*i+c.IntN(3))%len(firstWords)]
	switch {
	case i == 3:
		return "Café Fable Care Ltd"
	case size > 1:
		return word + " " + pick(c, groupWords...)
	}
	return word + " " + pick(c, firmWords...)
}

func workplaceName(c *rand.Rand, w *workplace) string {
	kind := homeWords
	if services[w.service].least < 16 && services[w.service].code != "54" {
		kind = branchWord
	}
	name := pick(c, firstWords...) + " " + pick(c, kind...)
	if oneIn(c, 9) {
		name += fmt.Sprintf(", %s", pick(c, "The Annexe", "East Wing", "Unit 2"))
	}
	return name
}
