package vcenter

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/vmware/govmomi/vim25/soap"
)

// session is a login, by SOAP or by the first /folder request with Basic authentication.
type session struct {
	key  string
	user *User
	used time.Time
}

// sessions knows who is logged in. Only SOAP calls keep a session alive: reading from /folder does not, as measured on
// ESXi 7 and 8 by others.
type sessions struct {
	mu    sync.Mutex
	idle  time.Duration
	byKey map[string]*session
}

func newSessions(idle time.Duration) *sessions {
	return &sessions{idle: idle, byKey: map[string]*session{}}
}

func (s *sessions) add(key string, user *User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byKey[key] = &session{key: key, user: user, used: time.Now()}
}

// change gives the live sessions of a user its new privileges.
func (s *sessions) change(user *User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, login := range s.byKey {
		if login.user.Name == user.Name {
			login.user = user
		}
	}
}

// find looks up the session of a request's cookie, as it is now; touch keeps it alive.
func (s *sessions) find(r *http.Request, touch bool) (*session, bool) {
	cookie, err := r.Cookie(soap.SessionCookieName)
	if err != nil {
		return nil, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := strings.Trim(cookie.Value, `"`)
	login, known := s.byKey[key]
	if !known {
		return nil, false
	}
	if time.Since(login.used) > s.idle {
		delete(s.byKey, key)
		return nil, false
	}
	if touch {
		login.used = time.Now()
	}
	found := *login
	return &found, true
}

func (s *sessions) remove(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.byKey, key)
}

// expire ends all sessions.
func (s *sessions) expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.byKey)
}

func (s *sessions) keep(idle time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = idle
}

func (s *sessions) withKey(key string) (*session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	login, known := s.byKey[key]
	if !known {
		return nil, false
	}
	found := *login
	return &found, true
}
