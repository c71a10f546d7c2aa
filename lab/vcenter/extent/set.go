// Package extent holds sets of byte ranges of a disk.
package extent

import "sort"

// Extent is a range of bytes, [Offset, Offset+Length).
type Extent struct {
	Offset int64
	Length int64
}

// End is the first byte after the range.
func (e Extent) End() int64 { return e.Offset + e.Length }

// Set is a set of bytes kept as sorted ranges that don't touch. The zero value is empty.
type Set struct {
	spans []Extent
}

// Add puts a range into the set.
func (s *Set) Add(offset, length int64) {
	if length <= 0 {
		return
	}
	end := offset + length
	first := sort.Search(len(s.spans), func(i int) bool { return s.spans[i].End() >= offset })
	last := first
	for last < len(s.spans) && s.spans[last].Offset <= end {
		offset = min(offset, s.spans[last].Offset)
		end = max(end, s.spans[last].End())
		last++
	}
	merged := Extent{Offset: offset, Length: end - offset}
	if first == last {
		s.spans = append(s.spans, Extent{})
		copy(s.spans[first+1:], s.spans[first:])
		s.spans[first] = merged
		return
	}
	s.spans[first] = merged
	s.spans = append(s.spans[:first+1], s.spans[last:]...)
}

// AddAll puts all ranges of another set into this one.
func (s *Set) AddAll(other *Set) {
	for _, span := range other.spans {
		s.Add(span.Offset, span.Length)
	}
}

// Clone copies the set.
func (s *Set) Clone() *Set { return &Set{spans: append([]Extent(nil), s.spans...)} }

// Spans lists the ranges in ascending order.
func (s *Set) Spans() []Extent { return append([]Extent(nil), s.spans...) }

// Covers tells whether all bytes of the range are in the set.
func (s *Set) Covers(offset, length int64) bool {
	i := sort.Search(len(s.spans), func(i int) bool { return s.spans[i].End() > offset })
	return length <= 0 || i < len(s.spans) && s.spans[i].Offset <= offset && s.spans[i].End() >= offset+length
}

// Widened is the set with each range grown to whole grains, cut at the limit.
func (s *Set) Widened(grain, limit int64) *Set {
	wide := &Set{}
	for _, span := range s.spans {
		start := span.Offset / grain * grain
		end := min((span.End()+grain-1)/grain*grain, limit)
		wide.Add(start, end-start)
	}
	return wide
}

// Within is the part of the set inside a range.
func (s *Set) Within(offset, end int64) *Set {
	part := &Set{}
	for _, span := range s.spans {
		from, to := max(span.Offset, offset), min(span.End(), end)
		part.Add(from, to-from)
	}
	return part
}

// Without is the set less one range.
func (s *Set) Without(offset, length int64) *Set {
	rest := s.Within(0, offset)
	for _, span := range s.spans {
		from := max(span.Offset, offset+length)
		rest.Add(from, span.End()-from)
	}
	return rest
}
