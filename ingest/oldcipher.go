package ingest

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/binary"
	"math/bits"
	"slices"
)

// knownPassword is the one under which Excel encrypts a workbook whose structure
// is protected. Every program that opens them knows it, so that nobody is asked.
// The ciphers here are as weak as the format has them: they keep no secret.
const knownPassword = "VelvetSweatshop"

// A recordCipher makes the body of a record plain, in place. The body starts at a
// byte of the stream, in which the heads of records count, although they are plain.
type recordCipher func(body []byte, at int)

// knownCipher returns the cipher under the known password that the body of a
// FilePass record tells of, or nil where the file is under another password or
// encrypted in another way. Source: [MS-XLS] 2.4.117.
func knownCipher(pass []byte, wide bool) recordCipher {
	switch {
	case !wide: // Excel 95 has one way, and does not name it
		return xorCipher(pass)
	case len(pass) < 6:
		return nil
	}
	const ofExcel, ofWindows = 1, 2
	le := binary.LittleEndian
	switch kind, way := le.Uint16(pass), le.Uint16(pass[4:]); {
	case kind == 0:
		return xorCipher(pass[2:])
	case kind == 1 && way == ofExcel:
		return excelCipher(pass[6:])
	case kind == 1 && way == ofWindows:
		return windowsCipher(pass[6:])
	}
	return nil
}

// xorCipher is what Excel had before 1997, and has still where it is told to.
// Each byte was turned and mixed with one of 16, which follow from the password.
// Source: [MS-OFFCRYPTO] 2.3.7.
func xorCipher(pass []byte) recordCipher {
	const key, sum = "\x59\xB3", "\x0A\x9A" // of our password
	if !bytes.HasPrefix(pass, []byte(key+sum)) {
		return nil
	}
	var pad [16]byte
	for i, c := range []byte(knownPassword + "\xBB") {
		pad[i] = bits.RotateLeft8(c^key[i%2], -1)
	}
	return func(body []byte, at int) {
		at += len(body)
		for i, c := range body {
			body[i] = bits.RotateLeft8(c^pad[(at+i)%len(pad)], 3)
		}
	}
}

// excelCipher is what Excel does of itself since 1997. Source: [MS-OFFCRYPTO]
// 2.3.6.
func excelCipher(pass []byte) recordCipher {
	const salt, check, key = 16, 32, 5 // bytes
	if len(pass) < salt+check {
		return nil
	}
	sum := func(b []byte) []byte { s := md5.Sum(b); return s[:] }
	first := sum(widePassword())[:key]
	second := sum(bytes.Repeat(slices.Concat(first, pass[:salt]), 16))[:key]
	return verified(pass[salt:salt+check], sum, func(block []byte) []byte { return sum(slices.Concat(second, block)) })
}

// windowsCipher is what Excel leaves to Windows, where it is told to: with keys of
// 16 bytes, since LibreOffice opens no file with shorter ones. Source:
// [MS-OFFCRYPTO] 2.3.5.
func windowsCipher(pass []byte) recordCipher {
	const before, verifier, key = 8, 60, 16 // bytes
	if len(pass) < before+verifier {
		return nil
	}
	size, rest := int64(binary.LittleEndian.Uint32(pass[4:])), pass[before:]
	if size > int64(len(rest)-verifier) {
		return nil
	}
	rest = rest[size:]
	salt, check := rest[4:20], slices.Concat(rest[20:36], rest[40:verifier])
	sum := func(b []byte) []byte { s := sha1.Sum(b); return s[:] }
	first := sum(slices.Concat(salt, widePassword()))
	return verified(check, sum, func(block []byte) []byte { return sum(slices.Concat(first, block))[:key] })
}

// widePassword is the password in UTF-16.
func widePassword() (wide []byte) {
	for _, c := range []byte(knownPassword) {
		wide = append(wide, c, 0)
	}
	return wide
}

// verified returns RC4 with a key for each block of the stream, by its number, or
// nil if the keys are not those of the file: check is 16 bytes and their sum,
// encrypted as the first bytes of a stream would be.
func verified(check []byte, sum func([]byte) []byte, key func(block []byte) []byte) recordCipher {
	const size = 1024 // bytes of a block
	var pad [size]byte
	last := -1 // the block that pad is for
	cipher := func(body []byte, at int) {
		for len(body) > 0 {
			if block := at / size; block != last {
				last = block
				c, _ := rc4.NewCipher(key(binary.LittleEndian.AppendUint32(nil, uint32(block)))) // a key of 16 bytes is none that it refuses
				pad = [size]byte{}
				c.XORKeyStream(pad[:], pad[:])
			}
			n := subtle.XORBytes(body, body, pad[at%size:])
			body, at = body[n:], at+n
		}
	}
	check = bytes.Clone(check)
	cipher(check, 0)
	if !bytes.Equal(check[16:], sum(check[:16])) {
		return nil
	}
	return cipher
}
