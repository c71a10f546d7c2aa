package ebs

import (
	"sync"
	"time"
)

// rate is a token bucket that holds a quarter of a second's tokens. The limit comes with each question, since tests
// change it at run time.
type rate struct {
	mu     sync.Mutex
	tokens float64
	asked  time.Time
}

// admit takes a token; false means that the limit is reached. A limit of 0 admits all.
func (r *rate) admit(perSecond int, now time.Time) bool {
	if perSecond == 0 {
		return true
	}
	most := max(1, float64(perSecond)/4)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.asked.IsZero() {
		r.tokens = most
	} else {
		r.tokens = min(most, r.tokens+now.Sub(r.asked).Seconds()*float64(perSecond))
	}
	r.asked = now
	if r.tokens < 1 {
		return false
	}
	r.tokens--
	return true
}
