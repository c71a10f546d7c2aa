package extent

import (
	"math/rand/v2"
	"testing"
)

func TestSetAgreesWithABitPerByte(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	const size = 512
	for range 200 {
		var set Set
		var bits [size]bool
		for range random.IntN(30) {
			offset := random.Int64N(size)
			length := random.Int64N(size - offset)
			set.Add(offset, length)
			for i := offset; i < offset+length; i++ {
				bits[i] = true
			}
		}
		cut, cutLength := random.Int64N(size), random.Int64N(64)
		check(t, "set", set.Spans(), func(i int64) bool { return bits[i] })
		check(t, "without", set.Without(cut, cutLength).Spans(),
			func(i int64) bool { return bits[i] && (i < cut || i >= cut+cutLength) })
		check(t, "within", set.Within(cut, cut+cutLength).Spans(),
			func(i int64) bool { return bits[i] && i >= cut && i < cut+cutLength })
		check(t, "widened", set.Widened(64, size).Spans(), func(i int64) bool {
			for j := i / 64 * 64; j < i/64*64+64; j++ {
				if bits[j] {
					return true
				}
			}
			return false
		})
	}
}

func check(t *testing.T, what string, spans []Extent, in func(int64) bool) {
	t.Helper()
	var got [512]bool
	end := int64(-1)
	for _, span := range spans {
		if span.Length <= 0 || span.Offset <= end {
			t.Fatalf("%s: spans %v are not sorted and apart", what, spans)
		}
		end = span.End()
		for i := span.Offset; i < min(span.End(), 512); i++ {
			got[i] = true
		}
	}
	for i := range int64(512) {
		if got[i] != in(i) {
			t.Fatalf("%s: byte %d is %v in %v", what, i, got[i], spans)
		}
	}
}
