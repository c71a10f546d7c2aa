package front

import (
	"io"
	"net/http"
	"time"

	"github.com/migrationconnector/lab/aws/gate"
	"github.com/migrationconnector/lab/aws/policy"
	"github.com/migrationconnector/lab/control"
)

// mountUsers gives the control interface what tests change about users and their signatures.
func mountUsers(entrance *gate.Gate, routes *control.Server) {
	routes.Handle("POST /aws/settings", func(r *http.Request) (any, error) {
		var settings struct {
			// ClockSkewSeconds moves the clock by which signatures and sessions are judged.
			ClockSkewSeconds int `json:"clockSkewSeconds"`
		}
		if err := control.Decode(r, &settings); err != nil {
			return nil, err
		}
		entrance.SetSkew(time.Duration(settings.ClockSkewSeconds) * time.Second)
		return control.Done, nil
	})
	routes.Handle("POST /aws/users/{name}/sessions", func(r *http.Request) (any, error) {
		var wanted struct {
			Seconds int `json:"seconds"`
		}
		if err := control.Decode(r, &wanted); err != nil {
			return nil, err
		}
		expires := entrance.Now().Add(time.Duration(wanted.Seconds) * time.Second)
		made, err := entrance.Users.OpenSession(r.PathValue("name"), expires)
		if err != nil {
			return nil, control.NotFound("%v", err)
		}
		return map[string]string{
			"accessKeyId": made.AccessKeyID, "secretAccessKey": made.SecretAccessKey, "sessionToken": made.SessionToken,
			"expiration": made.Expires.UTC().Format(time.RFC3339),
		}, nil
	})
	routes.Handle("PUT /aws/users/{name}/policy", func(r *http.Request) (any, error) {
		content, err := io.ReadAll(io.LimitReader(r.Body, maxForm))
		if err != nil {
			return nil, err
		}
		document, err := policy.Parse(content)
		if err != nil {
			return nil, control.BadRequest("%v", err)
		}
		if err := entrance.Users.SetPolicies(r.PathValue("name"), document); err != nil {
			return nil, control.NotFound("%v", err)
		}
		return control.Done, nil
	})
}
