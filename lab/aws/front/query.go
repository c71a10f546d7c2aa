package front

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/migrationconnector/lab/aws/gate"
	"github.com/migrationconnector/lab/aws/policy"
	"github.com/migrationconnector/lab/aws/wire"
)

const stsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/"

type callerIdentity struct {
	XMLName   xml.Name `xml:"GetCallerIdentityResponse"`
	Namespace string   `xml:"xmlns,attr"`
	ARN       string   `xml:"GetCallerIdentityResult>Arn"`
	UserID    string   `xml:"GetCallerIdentityResult>UserId"`
	Account   string   `xml:"GetCallerIdentityResult>Account"`
	RequestID string   `xml:"ResponseMetadata>RequestId"`
}

type sessionToken struct {
	XMLName         xml.Name `xml:"GetSessionTokenResponse"`
	Namespace       string   `xml:"xmlns,attr"`
	AccessKeyID     string   `xml:"GetSessionTokenResult>Credentials>AccessKeyId"`
	SecretAccessKey string   `xml:"GetSessionTokenResult>Credentials>SecretAccessKey"`
	SessionToken    string   `xml:"GetSessionTokenResult>Credentials>SessionToken"`
	Expiration      string   `xml:"GetSessionTokenResult>Credentials>Expiration"`
	RequestID       string   `xml:"ResponseMetadata>RequestId"`
}

// answerSTS answers what concerns the lab's own users, whom moto does not know by key; false leaves the action to moto.
func (g *Gateway) answerSTS(form url.Values, caller *gate.User) (any, bool, error) {
	switch form.Get("Action") {
	case "GetCallerIdentity":
		return callerIdentity{
			Namespace: stsNamespace, ARN: caller.ARN(), Account: gate.AccountID, UserID: "AIDA" + caller.Name,
			RequestID: wire.RequestID(),
		}, true, nil
	case "GetSessionToken":
		seconds, err := strconv.Atoi(form.Get("DurationSeconds"))
		if !form.Has("DurationSeconds") {
			seconds, err = 12*3600, nil
		}
		if err != nil || seconds < 900 || seconds > 129600 {
			return nil, true, wire.Refuse(http.StatusBadRequest, "ValidationError", "DurationSeconds is 900 to 129600")
		}
		made, err := g.gate.Users.OpenSession(caller.Name, g.gate.Now().Add(time.Duration(seconds)*time.Second))
		if err != nil {
			return nil, true, err
		}
		return sessionToken{
			Namespace: stsNamespace, AccessKeyID: made.AccessKeyID, SecretAccessKey: made.SecretAccessKey,
			SessionToken: made.SessionToken, Expiration: made.Expires.UTC().Format(time.RFC3339),
			RequestID: wire.RequestID(),
		}, true, nil
	case "AssumeRole":
		document, err := g.assumeRole(form, caller)
		return document, true, err
	case "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "GetFederationToken":
		// moto would hand out keys that this gateway can't verify.
		return nil, true, wire.Refuse(http.StatusNotImplemented, "NotImplemented", "The lab plays no federation.")
	}
	return nil, false, nil
}

// queryNeeds lists the permissions of an STS, IAM or SNS action. Asking who one is, and a token for oneself, needs none.
func queryNeeds(service string, form url.Values) []policy.Request {
	action := form.Get("Action")
	if service == "sts" && (action == "GetCallerIdentity" || action == "GetSessionToken") {
		return nil
	}
	resource := "*"
	if action == "AssumeRole" {
		resource = form.Get("RoleArn")
	}
	if service == "sns" && form.Has("TopicArn") {
		resource = form.Get("TopicArn")
	}
	if service == "iam" && form.Has("UserName") {
		resource = "arn:aws:iam::" + gate.AccountID + ":user/" + form.Get("UserName")
	}
	return []policy.Request{{Action: service + ":" + action, Resource: resource}}
}
