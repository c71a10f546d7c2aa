// Package control is the lab's own HTTP interface, by which tests set faults, change settings and look at what the
// simulated services hold. It listens on loopback and has no login: the lab holds nothing of worth.
package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/migrationconnector/lab/fault"
)

const (
	maxDocument = 1 << 20
	maxWait     = 10 * time.Minute
)

// Server is the control interface. Services mount their routes with Handle before or after Start.
type Server struct {
	mux   *http.ServeMux
	rules *fault.Rules
	http  *http.Server
}

// New makes the interface with the routes of faults and request counts.
func New(rules *fault.Rules) *Server {
	s := &Server{mux: http.NewServeMux(), rules: rules}
	s.Handle("POST /faults", s.addFault)
	s.Handle("GET /faults/{id}", s.faultState)
	s.Handle("POST /faults/{id}/release", s.releaseFault)
	s.Handle("DELETE /faults/{id}", s.deleteFault)
	s.Handle("DELETE /faults", s.clearFaults)
	s.Handle("GET /requests", s.requestCounts)
	s.Handle("DELETE /requests", s.resetCounts)
	return s
}

// Route answers one control request with a value that is sent as JSON, or with an error.
type Route func(*http.Request) (any, error)

// Handle mounts a route by a pattern of http.ServeMux ("POST /vcenter/vms/{name}").
func (s *Server) Handle(pattern string, route Route) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		answer, err := route(r)
		if err != nil {
			writeError(w, err)
			return
		}
		writeJSON(w, http.StatusOK, answer)
	})
}

// HandleRaw mounts a handler that words its own answers, for bodies that are not JSON.
func (s *Server) HandleRaw(pattern string, handler http.HandlerFunc) {
	s.mux.HandleFunc(pattern, handler)
}

// ServeHTTP lets a test use the interface without a listener.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Start listens on a free loopback port and returns the URL.
func (s *Server) Start() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("control interface: %w", err)
	}
	s.http = &http.Server{Handler: s.mux, ReadHeaderTimeout: 30 * time.Second}
	go func() { _ = s.http.Serve(listener) }()
	return "http://" + listener.Addr().String(), nil
}

// Close ends the listener and all connections.
func (s *Server) Close() error {
	if s.http == nil {
		return nil
	}
	return s.http.Close()
}

// Problem is an error with the HTTP status that the control interface answers.
type Problem struct {
	Status  int
	Message string
}

func (p *Problem) Error() string { return p.Message }

// BadRequest makes the problem of a wrong control request.
func BadRequest(format string, arguments ...any) error {
	return &Problem{Status: http.StatusBadRequest, Message: fmt.Sprintf(format, arguments...)}
}

// NotFound makes the problem of a thing that the lab does not hold.
func NotFound(format string, arguments ...any) error {
	return &Problem{Status: http.StatusNotFound, Message: fmt.Sprintf(format, arguments...)}
}

// Decode reads the request's JSON document into target; unknown members are errors, so that a typing error in a test
// does not pass for a setting.
func Decode(r *http.Request, target any) error {
	decoder := json.NewDecoder(io.LimitReader(r.Body, maxDocument))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(target); err != nil {
		return BadRequest("the JSON document can't be read: %v", err)
	}
	return nil
}

// Done is the answer of a route that has nothing to tell.
var Done = struct{}{}

func (s *Server) addFault(r *http.Request) (any, error) {
	var rule fault.Rule
	if err := Decode(r, &rule); err != nil {
		return nil, err
	}
	id, err := s.rules.Add(rule)
	if err != nil {
		return nil, BadRequest("%v", err)
	}
	return map[string]string{"id": id}, nil
}

func (s *Server) faultState(r *http.Request) (any, error) {
	id, wait := r.PathValue("id"), r.URL.Query().Get("wait")
	if wait == "" {
		state, err := s.rules.State(id)
		return state, ruleError(err)
	}
	seconds, err := strconv.ParseFloat(wait, 64)
	if err != nil || seconds < 0 || seconds > maxWait.Seconds() {
		return nil, BadRequest("wait=%q is not a number of seconds up to %v", wait, maxWait.Seconds())
	}
	ctx, cancel := context.WithTimeout(r.Context(), time.Duration(seconds*float64(time.Second)))
	defer cancel()
	state, err := s.rules.Wait(ctx, id)
	return state, ruleError(err)
}

func (s *Server) releaseFault(r *http.Request) (any, error) {
	release := struct {
		Proceed *bool `json:"proceed"`
	}{}
	if err := Decode(r, &release); err != nil {
		return nil, err
	}
	if release.Proceed == nil {
		return nil, BadRequest("a release needs \"proceed\"")
	}
	return Done, ruleError(s.rules.Release(r.PathValue("id"), *release.Proceed))
}

func (s *Server) deleteFault(r *http.Request) (any, error) {
	return Done, ruleError(s.rules.Delete(r.PathValue("id")))
}

func (s *Server) clearFaults(*http.Request) (any, error) {
	s.rules.Clear()
	return Done, nil
}

func (s *Server) requestCounts(r *http.Request) (any, error) {
	service := r.URL.Query().Get("service")
	if service == "" {
		return nil, BadRequest("which service? /requests?service=ebs")
	}
	return s.rules.Counts(service), nil
}

func (s *Server) resetCounts(*http.Request) (any, error) {
	s.rules.ResetCounts()
	return Done, nil
}

func ruleError(err error) error {
	if errors.Is(err, fault.ErrUnknownRule) {
		return NotFound("%v", err)
	}
	return err
}

func writeError(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	var problem *Problem
	if errors.As(err, &problem) {
		status = problem.Status
	}
	writeJSON(w, status, map[string]string{"error": err.Error()})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	content, err := json.Marshal(value)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(content, '\n'))
}
