package front

import (
	"net/http"
	"strings"

	"github.com/migrationconnector/lab/aws/gate"
	"github.com/migrationconnector/lab/aws/policy"
	"github.com/migrationconnector/lab/aws/sigv4"
	"github.com/migrationconnector/lab/aws/wire"
)

// serveSQS passes the JSON protocol on to moto: queues are there for tests to read what was published to a topic.
func (g *Gateway) serveSQS(w http.ResponseWriter, r *http.Request, service string) error {
	body, err := readAll(r, maxForm)
	if err != nil {
		return err
	}
	operation, found := strings.CutPrefix(r.Header.Get("X-Amz-Target"), "AmazonSQS.")
	if !found {
		return wire.Refuse(http.StatusBadRequest, "MissingAction", "The lab's SQS speaks the JSON protocol alone.")
	}
	call := gate.Call{
		Service: service, Operation: operation, Payload: sigv4.Payload{Content: body},
		Needs: []policy.Request{{Action: "sqs:" + operation, Resource: "*"}},
	}
	_, passage, err := g.gate.Enter(r, call)
	if err != nil {
		return err
	}
	return g.forward(w, r, body, passage)
}
