package ingest

import (
	"bytes"
	"context"
	"encoding/gob"
	"io"
	"os"
	"os/exec"
	"runtime/metrics"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// What working out the formulas of a file may take.
const (
	calculateTime   = 20 * time.Second
	calculateMemory = 1 << 30
	longestResult   = 4 * 32_767 // bytes of the most letters that a cell holds
	watchEach       = 10 * time.Millisecond
)

// calculatorVar is set where this program runs as the calculator.
const calculatorVar = "ACADEMY_CALCULATOR"

// A calculation is what the calculator is asked.
type calculation struct {
	Book  []byte        // an .xlsx
	Saved []FormulaCell // its formulas
	Asked []FormulaCell // those to be worked out
}

// A workedOut is what a formula gives. It is not OK where nobody can say.
type workedOut struct {
	Result string
	OK     bool
}

// IsCalculator reports whether this process was started to work out formulas. A
// program that checks files asks first of all, and then does nothing but
// Calculate. Formulas come from anybody, and excelize knows no bounds: a sum over
// every cell that a sheet can have takes all memory there is, and some functions
// never end. Only a process can be stopped.
func IsCalculator() bool { return os.Getenv(calculatorVar) != "" }

// calculate works formulas out in a process of its own, which has no folder: what
// lay there would stay when it is ended, or its parent is. Those that it does not
// come to in its time are not among the results. The error is that of ctx.
func calculate(ctx context.Context, limit time.Duration, ask calculation) (results []workedOut, err error) {
	program, err := os.Executable()
	if err != nil || IsCalculator() { // a program that does not ask what it is
		return nil, ctx.Err()
	}
	var in, out bytes.Buffer
	if err := gob.NewEncoder(&in).Encode(ask); err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(limited, program) //nolint:gosec // it is this one
	cmd.Stdin, cmd.Stdout, cmd.Env = &in, &out, append(smallEnv(os.DevNull), calculatorVar+"=1")
	_ = cmd.Run() // what it wrote says how far it came
	answers := gob.NewDecoder(&out)
	for ctx.Err() == nil {
		var w workedOut
		if answers.Decode(&w) != nil {
			break
		}
		results = append(results, w)
	}
	return results, ctx.Err()
}

// Calculate is the calculator: it reads what it is asked and writes what each
// formula gives, one after the other. stop ends the process, where that would
// take too much memory.
func Calculate(in io.Reader, out io.Writer, stop func()) error {
	go watch(calculateMemory, stop)
	var ask calculation
	if err := gob.NewDecoder(in).Decode(&ask); err != nil {
		return err
	}
	f, err := excelize.OpenReader(bytes.NewReader(ask.Book), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked}) // no part goes into a file
	if err != nil {
		return err
	}
	defer f.Close()
	settle(f, ask.Saved)
	results := gob.NewEncoder(out)
	for _, c := range ask.Asked {
		if err := results.Encode(workOut(f, c)); err != nil {
			return err
		}
	}
	return nil
}

// watch calls stop once the process holds so many bytes, or has had its time: the
// one that asked may be gone.
func watch(most uint64, stop func()) {
	held := []metrics.Sample{{Name: "/memory/classes/total:bytes"}}
	for range calculateTime / watchEach {
		time.Sleep(watchEach)
		if metrics.Read(held); held[0].Value.Uint64() > most {
			break
		}
	}
	stop()
}

// settle puts the saved result in the place of each formula that gives something
// else each time, so that what refers to it is worked out from what was there.
func settle(f *excelize.File, saved []FormulaCell) {
	f.Pkg.Delete("xl/calcChain.xml") // it would be looked through for each, and nothing of this is written
	words := unsteadyWords
	for _, n := range f.GetDefinedName() {
		if isUnsteady(n.RefersTo, unsteadyWords) {
			words = append(words[:len(words):len(words)], strings.ToUpper(n.Name))
		}
	}
	for _, c := range saved {
		at := c.Cell.Ref.String()
		formula, err := f.GetCellFormula(c.Sheet, at)
		if err != nil || !isUnsteady(formula, words) || f.SetCellFormula(c.Sheet, at, "") != nil {
			continue
		}
		// In what was made of an .xls, LibreOffice has put another result there.
		switch _, err := strconv.ParseFloat(c.Cell.Raw, 64); {
		case c.Cell.Kind == Text:
			_ = f.SetCellStr(c.Sheet, at, c.Cell.Raw)
		case err == nil && (c.Cell.Kind == Number || c.Cell.Kind == Date):
			_ = f.SetCellDefault(c.Sheet, at, c.Cell.Raw)
		}
	}
}

// workOut gives the result of a formula. It is not OK where there is none to
// trust. A calculator that fails on a torn file must not take us with it.
func workOut(f *excelize.File, c FormulaCell) (w workedOut) {
	defer func() {
		if recover() != nil {
			w = workedOut{}
		}
	}()
	formula, err := f.GetCellFormula(c.Sheet, c.Cell.Ref.String())
	if err != nil || formula == "" {
		return workedOut{}
	}
	result, err := f.CalcCellValue(c.Sheet, c.Cell.Ref.String(), excelize.Options{RawCellValue: true})
	return workedOut{result, err == nil && len(result) <= longestResult}
}

// unsteadyWords are in a formula that gives something else each time, or that
// reads another file.
var unsteadyWords = []string{"NOW(", "TODAY(", "RAND(", "RANDBETWEEN(", "RANDARRAY(", "OFFSET(", "INDIRECT(", "CELL(", "INFO(", "[", "#REF!"}

func isUnsteady(formula string, words []string) bool {
	upper := strings.ToUpper(formula)
	for _, word := range words {
		if strings.Contains(upper, word) {
			return true
		}
	}
	return false
}
