package front

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/migrationconnector/lab/aws/ec2"
	"github.com/migrationconnector/lab/aws/gate"
	"github.com/migrationconnector/lab/aws/policy"
	"github.com/migrationconnector/lab/aws/sigv4"
	"github.com/migrationconnector/lab/aws/wire"
	"github.com/migrationconnector/lab/fault"
)

const (
	maxForm   = 1 << 20
	maxObject = 256 << 20
)

// Gateway serves all AWS services on one port; the scope of a request's signature says which one is meant.
type Gateway struct {
	gate *gate.Gate
	ebs  http.Handler
	ec2  *ec2.Service
	moto *Moto
}

func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Clients whose clock is off correct it by this.
	w.Header().Set("Date", g.gate.Now().UTC().Format(http.TimeFormat))
	switch service := serviceOf(r); service {
	case "ebs":
		g.ebs.ServeHTTP(w, r)
	case "ec2", "sts", "iam", "sns":
		g.answer(w, r, service, g.serveQuery)
	case "sqs":
		g.answer(w, r, service, g.serveSQS)
	case "s3":
		g.answer(w, r, service, g.serveS3)
	default:
		wire.Refuse(http.StatusNotFound, "UnknownOperationException", "The lab has no service %q.", service).WriteRESTJSON(w)
	}
}

// serviceOf reads the service from the signature or, in a request without one, guesses it, to word the refusal.
func serviceOf(r *http.Request) string {
	if authorization, err := sigv4.Parse(r); err == nil {
		return authorization.Service
	}
	switch {
	case strings.HasPrefix(r.URL.Path, "/snapshots"):
		return "ebs"
	case strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded"):
		return "ec2"
	}
	return "s3"
}

// serve answers an admitted call, or returns an error that answer words for the service.
type serve func(w http.ResponseWriter, r *http.Request, service string) error

func (g *Gateway) answer(w http.ResponseWriter, r *http.Request, service string, serve serve) {
	err := serve(w, r, service)
	if err == nil {
		return
	}
	if errors.Is(err, fault.ErrDropped) {
		fault.Abort()
	}
	var refusal *wire.Error
	if !errors.As(err, &refusal) {
		refusal = wire.Refuse(http.StatusInternalServerError, "InternalError", "%v", err)
	}
	switch service {
	case "ec2":
		refusal.WriteEC2(w)
	case "s3":
		refusal.WriteS3(w)
	default:
		refusal.WriteQuery(w)
	}
}

func (g *Gateway) serveQuery(w http.ResponseWriter, r *http.Request, service string) error {
	body, err := readAll(r, maxForm)
	if err != nil {
		return err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil || form.Get("Action") == "" {
		return wire.Refuse(http.StatusBadRequest, "MissingAction", "The request has no Action.")
	}
	call := gate.Call{
		Service: service, Operation: form.Get("Action"), Payload: sigv4.Payload{Content: body},
		Attributes: g.ec2.Attributes(form), Needs: g.queryNeeds(service, form),
	}
	caller, passage, err := g.gate.Enter(r, call)
	if err != nil {
		return err
	}
	document, answered, failure := g.answerOurselves(service, form, caller)
	if !answered {
		return g.forward(w, r, forwardedBody(service, form, body, caller), passage)
	}
	if err := passage.After(r.Context()); err != nil {
		return err
	}
	if failure != nil {
		return failure
	}
	wire.WriteXML(w, document)
	return nil
}

func (g *Gateway) queryNeeds(service string, form url.Values) []policy.Request {
	if service == "ec2" {
		return g.ec2.Needs(form)
	}
	return queryNeeds(service, form)
}

func (g *Gateway) answerOurselves(service string, form url.Values, caller *gate.User) (any, bool, error) {
	switch service {
	case "ec2":
		answers, err := g.ec2.Answers(form)
		if err != nil {
			return nil, true, err
		}
		if answers {
			document, err := g.ec2.Answer(form)
			return document, true, err
		}
	case "sts":
		return g.answerSTS(form, caller)
	}
	return nil, false, nil
}

// forwardedBody names the caller to moto in actions on oneself, since moto does not know the lab's keys.
func forwardedBody(service string, form url.Values, body []byte, caller *gate.User) []byte {
	aboutOneself := []string{"GetUser", "ListAccessKeys", "ListUserPolicies", "ListAttachedUserPolicies"}
	if service != "iam" || form.Has("UserName") || !slices.Contains(aboutOneself, form.Get("Action")) {
		return body
	}
	form.Set("UserName", caller.Name)
	return []byte(form.Encode())
}

func (g *Gateway) serveS3(w http.ResponseWriter, r *http.Request, service string) error {
	body, err := readAll(r, maxObject)
	if err != nil {
		return err
	}
	wanted := parseS3(r)
	call := gate.Call{
		Service: service, Operation: wanted.operation, Needs: wanted.needs(r),
		Attributes: map[string]string{"bucket": wanted.bucket, "key": wanted.key},
		Payload:    sigv4.Payload{Content: body, MayBeUnsigned: true, MayStream: true},
	}
	_, passage, err := g.gate.Enter(r, call)
	if err != nil {
		return err
	}
	if err := checkDigests(r, body); err != nil {
		return err
	}
	return g.forward(w, r, body, passage)
}

func (g *Gateway) forward(w http.ResponseWriter, r *http.Request, body []byte, passage *fault.Passage) error {
	if g.moto == nil {
		return wire.Refuse(http.StatusNotImplemented, "NotImplemented",
			"moto answers this, and the lab was started without --moto-python.")
	}
	answer, err := g.moto.Forward(r, body)
	if err != nil {
		if r.Context().Err() != nil {
			return fault.ErrDropped
		}
		return fmt.Errorf("moto: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	if err := passage.After(r.Context()); err != nil {
		return err
	}
	for name, values := range answer.Header {
		if name != "Connection" && name != "Transfer-Encoding" && name != "Server" {
			w.Header()[name] = values
		}
	}
	w.WriteHeader(answer.StatusCode)
	_, _ = io.Copy(w, answer.Body)
	return nil
}

// prepare gives moto the users, so that its IAM can tell of them.
func (g *Gateway) prepare(ctx context.Context, policies map[string][]byte) error {
	for name, document := range policies {
		create := url.Values{"Action": {"CreateUser"}, "Version": {"2010-05-08"}, "UserName": {name}}
		if err := g.moto.Ask(ctx, "iam", g.gate.Region(), create); err != nil {
			return err
		}
		put := url.Values{
			"Action": {"PutUserPolicy"}, "Version": {"2010-05-08"}, "UserName": {name}, "PolicyName": {name},
			"PolicyDocument": {string(document)},
		}
		if err := g.moto.Ask(ctx, "iam", g.gate.Region(), put); err != nil {
			return err
		}
	}
	return nil
}

func readAll(r *http.Request, most int64) ([]byte, error) {
	var body bytes.Buffer
	n, err := io.Copy(&body, io.LimitReader(r.Body, most+1))
	if err != nil {
		return nil, fault.ErrDropped
	}
	if n > most {
		return nil, wire.Refuse(http.StatusRequestEntityTooLarge, "RequestEntityTooLarge", "The lab takes up to %d bytes.", most)
	}
	return body.Bytes(), nil
}
