// Package wire words errors as the AWS services do.
package wire

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
)

// Error is a service's refusal of a call.
type Error struct {
	Status  int
	Code    string
	Message string
	// Reason is the extra member of EBS direct errors; empty where a service has none.
	Reason string
}

func (e *Error) Error() string { return fmt.Sprintf("%d %s: %s", e.Status, e.Code, e.Message) }

// Refuse makes an error.
func Refuse(status int, code, format string, arguments ...any) *Error {
	return &Error{Status: status, Code: code, Message: fmt.Sprintf(format, arguments...)}
}

// RequestID makes an id for an answer, as each service gives one.
func RequestID() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:])
	text := hex.EncodeToString(raw[:])
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}

// WriteRESTJSON answers as the REST-JSON services do (EBS direct).
func (e *Error) WriteRESTJSON(w http.ResponseWriter) {
	document := map[string]string{"Message": e.Message}
	if e.Reason != "" {
		document["Reason"] = e.Reason
	}
	content, _ := json.Marshal(document)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Amzn-Errortype", e.Code)
	w.Header().Set("X-Amzn-Requestid", RequestID())
	w.WriteHeader(e.Status)
	_, _ = w.Write(content)
}

// WriteEC2 answers as EC2's query protocol does.
func (e *Error) WriteEC2(w http.ResponseWriter) {
	type entry struct {
		Code    string `xml:"Code"`
		Message string `xml:"Message"`
	}
	writeXML(w, e.Status, struct {
		XMLName   xml.Name `xml:"Response"`
		Errors    []entry  `xml:"Errors>Error"`
		RequestID string   `xml:"RequestID"`
	}{Errors: []entry{{e.Code, e.Message}}, RequestID: RequestID()})
}

// WriteQuery answers as the other query services do (STS, IAM).
func (e *Error) WriteQuery(w http.ResponseWriter) {
	kind := "Sender"
	if e.Status >= 500 {
		kind = "Receiver"
	}
	writeXML(w, e.Status, struct {
		XMLName   xml.Name `xml:"ErrorResponse"`
		Type      string   `xml:"Error>Type"`
		Code      string   `xml:"Error>Code"`
		Message   string   `xml:"Error>Message"`
		RequestID string   `xml:"RequestId"`
	}{Type: kind, Code: e.Code, Message: e.Message, RequestID: RequestID()})
}

// WriteS3 answers as S3 does.
func (e *Error) WriteS3(w http.ResponseWriter) {
	writeXML(w, e.Status, struct {
		XMLName   xml.Name `xml:"Error"`
		Code      string   `xml:"Code"`
		Message   string   `xml:"Message"`
		RequestID string   `xml:"RequestId"`
	}{Code: e.Code, Message: e.Message, RequestID: RequestID()})
}

// WriteXML answers with a document.
func WriteXML(w http.ResponseWriter, document any) { writeXML(w, http.StatusOK, document) }

func writeXML(w http.ResponseWriter, status int, document any) {
	content, err := xml.Marshal(document)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/xml;charset=UTF-8")
	w.WriteHeader(status)
	_, _ = w.Write(append([]byte(xml.Header), content...))
}
