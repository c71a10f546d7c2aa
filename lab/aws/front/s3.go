package front

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/migrationconnector/lab/aws/policy"
	"github.com/migrationconnector/lab/aws/wire"
)

// s3Call is an S3 request by path style, understood as far as permissions and faults need it.
type s3Call struct {
	operation  string
	permission string
	bucket     string
	key        string
}

// subresources turn an operation on a bucket or an object into another one, whose name has this ending.
var subresources = map[string]string{
	"acl": "Acl", "cors": "Cors", "encryption": "Encryption", "lifecycle": "Lifecycle", "location": "Location",
	"logging": "Logging", "notification": "Notification", "object-lock": "ObjectLock", "ownershipControls": "OwnershipControls",
	"policy": "Policy", "publicAccessBlock": "PublicAccessBlock", "tagging": "Tagging", "versioning": "Versioning",
	"website": "Website",
}

// permissions of operations that have another name (Amazon S3 user guide, "Required permissions for API operations").
var permissions = map[string]string{
	"PutBucketEncryption": "s3:PutEncryptionConfiguration", "GetBucketEncryption": "s3:GetEncryptionConfiguration",
	"PutBucketLifecycle": "s3:PutLifecycleConfiguration", "GetBucketLifecycle": "s3:GetLifecycleConfiguration",
}

func parseS3(r *http.Request) s3Call {
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	c := s3Call{bucket: bucket, key: key}
	query := r.URL.Query()
	kind := "Object"
	if key == "" {
		kind = "Bucket"
	}
	for name, ending := range subresources {
		if query.Has(name) {
			c.operation = verbOf(r.Method) + kind + ending
			c.permission = "s3:" + c.operation
			if renamed, ok := permissions[c.operation]; ok {
				c.permission = renamed
			}
			return c
		}
	}
	switch {
	case bucket == "":
		c.operation, c.permission = "ListBuckets", "s3:ListAllMyBuckets"
	case key == "":
		c.bucketOperation(r.Method, query.Has("delete"), query.Has("uploads"))
	case query.Has("uploads") || query.Has("uploadId"):
		c.uploadOperation(r.Method, query.Has("uploads"))
	default:
		c.objectOperation(r)
	}
	return c
}

func verbOf(method string) string {
	return map[string]string{http.MethodPut: "Put", http.MethodDelete: "Delete", http.MethodPost: "Put"}[method] +
		map[bool]string{true: "Get"}[method == http.MethodGet || method == http.MethodHead]
}

func (c *s3Call) bucketOperation(method string, deletes, uploads bool) {
	switch {
	case method == http.MethodPut:
		c.operation, c.permission = "CreateBucket", "s3:CreateBucket"
	case method == http.MethodDelete:
		c.operation, c.permission = "DeleteBucket", "s3:DeleteBucket"
	case method == http.MethodPost && deletes:
		c.operation, c.permission = "DeleteObjects", "s3:DeleteObject"
	case uploads:
		c.operation, c.permission = "ListMultipartUploads", "s3:ListBucketMultipartUploads"
	case method == http.MethodHead:
		c.operation, c.permission = "HeadBucket", "s3:ListBucket"
	default:
		c.operation, c.permission = "ListObjects", "s3:ListBucket"
	}
}

func (c *s3Call) uploadOperation(method string, creates bool) {
	switch {
	case method == http.MethodPost && creates:
		c.operation, c.permission = "CreateMultipartUpload", "s3:PutObject"
	case method == http.MethodPost:
		c.operation, c.permission = "CompleteMultipartUpload", "s3:PutObject"
	case method == http.MethodPut:
		c.operation, c.permission = "UploadPart", "s3:PutObject"
	case method == http.MethodDelete:
		c.operation, c.permission = "AbortMultipartUpload", "s3:AbortMultipartUpload"
	default:
		c.operation, c.permission = "ListParts", "s3:ListMultipartUploadParts"
	}
}

func (c *s3Call) objectOperation(r *http.Request) {
	switch r.Method {
	case http.MethodPut:
		c.operation, c.permission = "PutObject", "s3:PutObject"
	case http.MethodDelete:
		c.operation, c.permission = "DeleteObject", "s3:DeleteObject"
	case http.MethodHead:
		c.operation, c.permission = "HeadObject", "s3:GetObject"
	default:
		c.operation, c.permission = "GetObject", "s3:GetObject"
	}
}

func (c *s3Call) needs(r *http.Request) []policy.Request {
	resource := "*"
	if c.bucket != "" {
		resource = "arn:aws:s3:::" + c.bucket
	}
	if c.key != "" {
		resource += "/" + c.key
	}
	needs := []policy.Request{{Action: c.permission, Resource: resource}}
	if from := r.Header.Get("X-Amz-Copy-Source"); from != "" {
		needs = append(needs, policy.Request{
			Action: "s3:GetObject", Resource: "arn:aws:s3:::" + strings.TrimPrefix(from, "/"),
		})
	}
	return needs
}

// checkDigests compares the body with the digests that the client gave, which moto believes unseen. Bodies with trailing
// checksums are framed, so that their bytes are not the object's.
func checkDigests(r *http.Request, body []byte) error {
	if strings.HasPrefix(r.Header.Get("X-Amz-Content-Sha256"), "STREAMING-") {
		return nil
	}
	sha := sha256.Sum256(body)
	if given := r.Header.Get("X-Amz-Checksum-Sha256"); given != "" && given != base64.StdEncoding.EncodeToString(sha[:]) {
		return wire.Refuse(http.StatusBadRequest, "BadDigest", "The SHA256 you specified did not match what we received.")
	}
	sum := md5.Sum(body)
	if given := r.Header.Get("Content-Md5"); given != "" && given != base64.StdEncoding.EncodeToString(sum[:]) {
		return wire.Refuse(http.StatusBadRequest, "BadDigest", "The Content-MD5 you specified did not match what we received.")
	}
	return nil
}
