package ebs

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/migrationconnector/lab/aws/gate"
	"github.com/migrationconnector/lab/aws/policy"
	"github.com/migrationconnector/lab/aws/sigv4"
	"github.com/migrationconnector/lab/aws/wire"
	"github.com/migrationconnector/lab/fault"
)

const service = "ebs"

// API answers the HTTP requests of EBS direct.
type API struct {
	store   *Store
	gate    *gate.Gate
	buffers sync.Pool
}

// NewAPI makes the service over a store.
func NewAPI(store *Store, g *gate.Gate) *API {
	return &API{store: store, gate: g, buffers: sync.Pool{New: func() any {
		buffer := make([]byte, BlockSize+1)
		return &buffer
	}}}
}

// reply is an answer that has not been sent yet, so that a fault can come between effect and answer.
type reply struct {
	status  int
	headers map[string]string
	content []byte
}

func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	pooled := a.buffers.Get().(*[]byte)
	defer a.buffers.Put(pooled)
	answer, err := a.handle(r, *pooled)
	if err == nil {
		for name, value := range answer.headers {
			w.Header().Set(name, value)
		}
		w.Header().Set("X-Amzn-Requestid", wire.RequestID())
		w.Header().Set("Content-Length", strconv.Itoa(len(answer.content)))
		w.WriteHeader(answer.status)
		_, _ = w.Write(answer.content)
		return
	}
	var refusal *wire.Error
	switch {
	case errors.As(err, &refusal):
		refusal.WriteRESTJSON(w)
	case errors.Is(err, fault.ErrDropped):
		fault.Abort()
	default:
		wire.Refuse(http.StatusInternalServerError, "InternalServerException", "%v", err).WriteRESTJSON(w)
	}
}

func (a *API) handle(r *http.Request, buffer []byte) (reply, error) {
	wanted, known := parseOperation(r.Method, r.URL.Path)
	if !known {
		return reply{}, wire.Refuse(http.StatusNotFound, "UnknownOperationException", "%s %s", r.Method, r.URL.Path)
	}
	// The whole body first: a refusal before it would reset the connection under a client that still sends.
	content, err := readBody(r, buffer)
	if err != nil {
		return reply{}, fault.ErrDropped
	}
	if latency := a.store.settings.get().LatencyMs; latency > 0 {
		select {
		case <-time.After(time.Duration(latency) * time.Millisecond):
		case <-r.Context().Done():
			return reply{}, fault.ErrDropped
		}
	}
	effect, call, err := a.understand(r, wanted, content)
	if err != nil {
		return reply{}, err
	}
	_, passage, err := a.gate.Enter(r, call)
	if err != nil {
		return reply{}, err
	}
	answer, failure := effect(buffer)
	if err := passage.After(r.Context()); err != nil {
		return reply{}, err
	}
	return answer, failure
}

// effect carries an admitted operation out; it may use the buffer for the answer.
type effect func(buffer []byte) (reply, error)

func (a *API) understand(r *http.Request, wanted operation, content []byte) (effect, gate.Call, error) {
	call := gate.Call{
		Service: service, Operation: wanted.name, Payload: sigv4.Payload{Content: content},
		Attributes: map[string]string{"snapshotId": wanted.snapshotID},
	}
	var run effect
	switch wanted.name {
	case "StartSnapshot":
		request, parseFailure := parseStart(content)
		call.Attributes = map[string]string{
			"parentSnapshotId": request.ParentSnapshotID, "description": request.Description,
			"volumeSize": strconv.Itoa(request.VolumeSize),
		}
		call.Needs = []policy.Request{a.need(wanted, "*", "aws:RequestTag/", request.Tags)}
		run = func([]byte) (reply, error) {
			if parseFailure != nil {
				return reply{}, parseFailure
			}
			return a.start(request)
		}
		return run, call, nil
	case "PutSnapshotBlock":
		call.Payload.MayBeUnsigned = true
		call.Attributes["blockIndex"] = strconv.Itoa(wanted.blockIndex)
		run = func([]byte) (reply, error) { return a.put(r, wanted, content) }
	case "CompleteSnapshot":
		run = func([]byte) (reply, error) { return a.complete(r, wanted) }
	case "ListSnapshotBlocks":
		run = func([]byte) (reply, error) { return a.list(r, wanted) }
	case "ListChangedBlocks":
		run = func([]byte) (reply, error) { return a.changed(r, wanted) }
	case "GetSnapshotBlock":
		call.Attributes["blockIndex"] = strconv.Itoa(wanted.blockIndex)
		run = func(buffer []byte) (reply, error) { return a.get(r, wanted, buffer[:BlockSize]) }
	}
	tags := a.store.tagsOf(wanted.snapshotID)
	call.Needs = []policy.Request{a.need(wanted, wanted.snapshotID, "aws:ResourceTag/", tags)}
	return run, call, nil
}

func (a *API) need(wanted operation, snapshotID, prefix string, tags map[string]string) policy.Request {
	need := policy.Request{
		Action:   "ebs:" + wanted.name,
		Resource: "arn:aws:ec2:" + a.gate.Region() + "::snapshot/" + snapshotID,
		Context:  map[string]string{"aws:RequestedRegion": a.gate.Region()},
	}
	for key, value := range tags {
		need.Context[prefix+key] = value
	}
	return need
}

// readBody reads up to a block and one byte, so that a body that is too long shows.
func readBody(r *http.Request, buffer []byte) ([]byte, error) {
	n, err := io.ReadFull(r.Body, buffer)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	if r.ContentLength > int64(n) && n < len(buffer) {
		return nil, io.ErrUnexpectedEOF
	}
	return buffer[:n], nil
}

func jsonReply(status int, document any) (reply, error) {
	content, err := json.Marshal(document)
	return reply{status, map[string]string{"Content-Type": "application/json"}, content}, err
}
