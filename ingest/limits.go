package ingest

// What a file may cost before it is refused. The largest real files we know
// (1.6 million workers as CSV, a directory of 56,000 locations as a workbook)
// keep well below.
const (
	maxInflated = 512 << 20 // bytes of one sheet, inflated
	maxUnpacked = 1 << 30   // bytes of all parts, inflated
	maxStrings  = 128 << 20 // bytes of the texts of a workbook, which are held whole
	maxPart     = 16 << 20  // bytes of a part that is held whole: list of sheets, styles
	maxKept     = 40 << 20  // bytes of sheets, or of their rows, that are kept to be read again
	maxSaved    = 128 << 20 // bytes of the results of the formulas of an .xlsb; those of an .xls are held to its size
	maxRowText  = 16 << 20  // bytes of the texts that the cells of a row hold themselves
	maxTail     = 16 << 20  // bytes of what follows the rows of a sheet
	maxSheets   = 256
	maxMerges   = 1 << 19 // of a workbook
	maxOverlap  = 1 << 12 // merges that reach the same row
	maxTexts    = 1 << 22 // of a workbook
	maxToken    = 1 << 20 // bytes of one tag or one text in XML; a cell holds 32,767 characters
	maxDepth    = 256     // of elements in elements
	maxRows     = 1 << 20 // of a sheet; as many as Excel has
	maxColumns  = 1 << 14 // as many as Excel has
	maxLines    = 20_000_000
	maxFaults   = 50_000  // of the cells and rows of a file that are listed; more are counted
	maxRecord   = 1 << 20 // bytes of one row of a text file

	// A part that is both large and this many times its packed size is no
	// spreadsheet: real ones pack 5 to 60 to 1, deflate can do 1032.
	maxRatio  = 300
	largePart = 64 << 20
)
