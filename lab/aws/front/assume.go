package front

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/migrationconnector/lab/aws/gate"
	"github.com/migrationconnector/lab/aws/wire"
)

// Bounds: STS API reference, AssumeRole.
const (
	shortestSession = 900
	usualSession    = 3600

	longestExternalID = 1224
)

var (
	sessionName = regexp.MustCompile(`^[A-Za-z0-9_+=,.@-]{2,64}$`)
	externalID  = regexp.MustCompile(`^[A-Za-z0-9_+=,.@:/-]+$`)
)

type assumedRole struct {
	XMLName         xml.Name `xml:"AssumeRoleResponse"`
	Namespace       string   `xml:"xmlns,attr"`
	RoleID          string   `xml:"AssumeRoleResult>AssumedRoleUser>AssumedRoleId"`
	ARN             string   `xml:"AssumeRoleResult>AssumedRoleUser>Arn"`
	AccessKeyID     string   `xml:"AssumeRoleResult>Credentials>AccessKeyId"`
	SecretAccessKey string   `xml:"AssumeRoleResult>Credentials>SecretAccessKey"`
	SessionToken    string   `xml:"AssumeRoleResult>Credentials>SessionToken"`
	Expiration      string   `xml:"AssumeRoleResult>Credentials>Expiration"`
	RequestID       string   `xml:"ResponseMetadata>RequestId"`
}

func (g *Gateway) assumeRole(form url.Values, caller *gate.User) (any, error) {
	name, isRole := strings.CutPrefix(form.Get("RoleArn"), gate.RoleARN(""))
	session := form.Get("RoleSessionName")
	if !isRole {
		return nil, invalid("RoleArn is not the ARN of a role of this account")
	}
	if !sessionName.MatchString(session) {
		return nil, invalid("RoleSessionName has 2 to 64 letters, digits and _+=,.@-")
	}
	external := form.Get("ExternalId")
	wellFormed := len(external) >= 2 && len(external) <= longestExternalID && externalID.MatchString(external)
	if form.Has("ExternalId") && !wellFormed {
		return nil, invalid("ExternalId has 2 to 1224 letters, digits and _+=,.@:/-")
	}
	seconds := usualSession
	if form.Has("DurationSeconds") {
		var err error
		if seconds, err = strconv.Atoi(form.Get("DurationSeconds")); err != nil || seconds < shortestSession {
			return nil, invalid("DurationSeconds is at least 900")
		}
	}
	longest := time.Duration(usualSession) * time.Second
	if role, known := g.gate.Users.Role(name); known {
		longest = role.Longest
	}
	lasts := time.Duration(seconds) * time.Second
	if lasts > longest {
		return nil, invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
	}
	made, err := g.gate.Users.Assume(caller, gate.Assumption{
		Role: name, Session: session, ExternalID: external, Expires: g.gate.Now().Add(lasts),
	})
	if err != nil {
		return nil, wire.Refuse(http.StatusForbidden, "AccessDenied", "%v", err)
	}
	return assumedRole{
		Namespace: stsNamespace, RoleID: "AROA" + name + ":" + session,
		ARN:         "arn:aws:sts::" + gate.AccountID + ":assumed-role/" + name + "/" + session,
		AccessKeyID: made.AccessKeyID, SecretAccessKey: made.SecretAccessKey, SessionToken: made.SessionToken,
		Expiration: made.Expires.UTC().Format(time.RFC3339), RequestID: wire.RequestID(),
	}, nil
}

func invalid(words string) error {
	return wire.Refuse(http.StatusBadRequest, "ValidationError", "%s", words)
}
