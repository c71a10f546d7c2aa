package front

import (
	"encoding/json"
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
	mountRoles(entrance, routes)
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

// mountRoles gives the control interface roles, and keys that are added and revoked.
func mountRoles(entrance *gate.Gate, routes *control.Server) {
	routes.Handle("POST /aws/users/{name}", func(r *http.Request) (any, error) {
		content, err := io.ReadAll(io.LimitReader(r.Body, maxForm))
		if err != nil {
			return nil, err
		}
		document, err := policy.Parse(content)
		if err != nil {
			return nil, control.BadRequest("%v", err)
		}
		made := entrance.Users.Add(r.PathValue("name"), document)
		return UserKeys{made.Name, made.Credential.AccessKeyID, made.Credential.SecretAccessKey}, nil
	})
	routes.Handle("POST /aws/users/{name}/keys", func(r *http.Request) (any, error) {
		name := r.PathValue("name")
		made, err := entrance.Users.AddKey(name)
		if err != nil {
			return nil, control.BadRequest("%v", err)
		}
		return UserKeys{name, made.AccessKeyID, made.SecretAccessKey}, nil
	})
	routes.Handle("DELETE /aws/users/{name}/keys/{id}", func(r *http.Request) (any, error) {
		if err := entrance.Users.RevokeKey(r.PathValue("name"), r.PathValue("id")); err != nil {
			return nil, control.NotFound("%v", err)
		}
		return control.Done, nil
	})
	routes.Handle("POST /aws/sessions/expire", func(*http.Request) (any, error) {
		return map[string]int{"ended": entrance.Users.ExpireSessions(entrance.Now())}, nil
	})
	routes.Handle("PUT /aws/roles/{name}", func(r *http.Request) (any, error) {
		var wanted struct {
			Trust      json.RawMessage `json:"trust"`
			Policy     json.RawMessage `json:"policy"`
			MaxSeconds int             `json:"maxSeconds"`
		}
		if err := control.Decode(r, &wanted); err != nil {
			return nil, err
		}
		trust, err := policy.ParseTrust(wanted.Trust)
		if err != nil {
			return nil, control.BadRequest("%v", err)
		}
		document, err := policy.Parse(wanted.Policy)
		if err != nil {
			return nil, control.BadRequest("%v", err)
		}
		if wanted.MaxSeconds == 0 {
			wanted.MaxSeconds = usualSession
		}
		name := r.PathValue("name")
		entrance.Users.SetRole(name, gate.Role{
			Trust: trust, Policies: []policy.Document{document}, Longest: time.Duration(wanted.MaxSeconds) * time.Second,
		})
		return map[string]string{"arn": gate.RoleARN(name)}, nil
	})
}
