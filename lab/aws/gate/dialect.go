package gate

import (
	"errors"
	"net/http"

	"github.com/migrationconnector/lab/aws/policy"
	"github.com/migrationconnector/lab/aws/sigv4"
	"github.com/migrationconnector/lab/aws/wire"
)

type answer struct {
	status int
	code   string
}

// dialect holds the codes by which one service words what the gate refuses.
type dialect struct {
	missing, incomplete, unknownKey, mismatch, skewed, expired, denied answer
}

// The codes: "Common Errors" of each service's API reference; EC2's "Error codes"; S3's "Error responses".
var dialects = map[string]dialect{
	"ebs": {
		missing:    answer{http.StatusForbidden, "MissingAuthenticationTokenException"},
		incomplete: answer{http.StatusForbidden, "IncompleteSignatureException"},
		unknownKey: answer{http.StatusForbidden, "UnrecognizedClientException"},
		mismatch:   answer{http.StatusForbidden, "InvalidSignatureException"},
		skewed:     answer{http.StatusForbidden, "InvalidSignatureException"},
		expired:    answer{http.StatusForbidden, "ExpiredTokenException"},
		denied:     answer{http.StatusForbidden, "AccessDeniedException"},
	},
	"ec2": {
		missing:    answer{http.StatusUnauthorized, "AuthFailure"},
		incomplete: answer{http.StatusBadRequest, "IncompleteSignature"},
		unknownKey: answer{http.StatusUnauthorized, "AuthFailure"},
		mismatch:   answer{http.StatusUnauthorized, "AuthFailure"},
		skewed:     answer{http.StatusBadRequest, "RequestExpired"},
		expired:    answer{http.StatusBadRequest, "RequestExpired"},
		denied:     answer{http.StatusForbidden, "UnauthorizedOperation"},
	},
	"sts": queryDialect,
	"iam": queryDialect,
	"sns": snsDialect(),
	"sqs": queryDialect,
	"s3": {
		missing:    answer{http.StatusForbidden, "AccessDenied"},
		incomplete: answer{http.StatusBadRequest, "AuthorizationHeaderMalformed"},
		unknownKey: answer{http.StatusForbidden, "InvalidAccessKeyId"},
		mismatch:   answer{http.StatusForbidden, "SignatureDoesNotMatch"},
		skewed:     answer{http.StatusForbidden, "RequestTimeTooSkewed"},
		expired:    answer{http.StatusBadRequest, "ExpiredToken"},
		denied:     answer{http.StatusForbidden, "AccessDenied"},
	},
}

var queryDialect = dialect{
	missing:    answer{http.StatusForbidden, "MissingAuthenticationToken"},
	incomplete: answer{http.StatusBadRequest, "IncompleteSignature"},
	unknownKey: answer{http.StatusForbidden, "InvalidClientTokenId"},
	mismatch:   answer{http.StatusForbidden, "SignatureDoesNotMatch"},
	skewed:     answer{http.StatusForbidden, "SignatureDoesNotMatch"},
	expired:    answer{http.StatusForbidden, "ExpiredToken"},
	denied:     answer{http.StatusForbidden, "AccessDenied"},
}

// snsDialect is the query protocol's, but for SNS's own name for what a policy forbids (Amazon SNS API reference, Publish).
func snsDialect() dialect {
	d := queryDialect
	d.denied = answer{http.StatusForbidden, "AuthorizationError"}
	return d
}

func (d *dialect) signature(err error) *wire.Error {
	chosen := d.mismatch
	switch {
	case errors.Is(err, sigv4.ErrMissing):
		chosen = d.missing
	case errors.Is(err, sigv4.ErrIncomplete):
		chosen = d.incomplete
	case errors.Is(err, sigv4.ErrUnknownKey), errors.Is(err, sigv4.ErrBadToken):
		chosen = d.unknownKey
	case errors.Is(err, sigv4.ErrSkewed):
		chosen = d.skewed
	case errors.Is(err, sigv4.ErrExpiredToken):
		chosen = d.expired
	}
	return wire.Refuse(chosen.status, chosen.code, "%s", signatureWords(err))
}

// signatureWords gives the texts that clients are known to look into: botocore and the SDKs for Java correct their clock
// when an answer speaks of a signature that expired or is not yet current.
func signatureWords(err error) string {
	if errors.Is(err, sigv4.ErrSkewed) {
		return "Signature expired or not yet current: " + err.Error()
	}
	return err.Error()
}

func (d *dialect) forbidden(user *User, need policy.Request, decision policy.Decision) *wire.Error {
	because := "because no identity-based policy allows the action"
	if decision == policy.Denied {
		because = "with an explicit deny in an identity-based policy"
	}
	return wire.Refuse(d.denied.status, d.denied.code, "User: %s is not authorized to perform: %s on resource: %s %s",
		user.ARN(), need.Action, need.Resource, because)
}
