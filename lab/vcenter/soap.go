package vcenter

import (
	"bytes"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
	"github.com/vmware/govmomi/vim25/xml"
)

const vimNamespace = "urn:vim25"

// faultBody is a method's answer when it fails.
type faultBody struct{ reason *soap.Fault }

func (f *faultBody) Fault() *soap.Fault { return f.reason }

// refusal makes the answer of a method that fails with a vSphere fault and the words that a person reads.
func refusal(fault types.BaseMethodFault, format string, arguments ...any) soap.HasFault {
	return &faultBody{simulator.Fault(fmt.Sprintf(format, arguments...), fault)}
}

// worded puts a message into a fault, for faults that end up in a task's info.
func worded(fault types.BaseMethodFault, format string, arguments ...any) types.BaseMethodFault {
	method := fault.GetMethodFault()
	method.FaultMessage = append(method.FaultMessage, types.LocalizableMessage{
		Key: "lab.message", Message: fmt.Sprintf(format, arguments...),
	})
	return fault
}

type envelope struct {
	XMLName xml.Name `xml:"soapenv:Envelope"`
	Enc     string   `xml:"xmlns:soapenc,attr"`
	Env     string   `xml:"xmlns:soapenv,attr"`
	XSD     string   `xml:"xmlns:xsd,attr"`
	XSI     string   `xml:"xmlns:xsi,attr"`
	Body    any      `xml:"soapenv:Body"`
}

type faultElement struct {
	XMLName xml.Name     `xml:"soapenv:Fault"`
	Code    string       `xml:"faultcode"`
	String  string       `xml:"faultstring"`
	Detail  *faultDetail `xml:"detail"`
}

type faultDetail struct{ fault any }

// MarshalXML words the detail as vSphere does: <XFault xsi:type="X">.
func (d *faultDetail) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	if err := e.EncodeToken(start); err != nil {
		return err
	}
	kind := reflect.TypeOf(d.fault).Elem().Name()
	element := xml.StartElement{Name: xml.Name{Local: kind + "Fault"}, Attr: []xml.Attr{
		{Name: xml.Name{Local: "xmlns"}, Value: vimNamespace},
		{Name: xml.Name{Local: "xsi:type"}, Value: kind},
	}}
	if err := e.EncodeElement(d.fault, element); err != nil {
		return err
	}
	return e.EncodeToken(start.End())
}

type answerBody struct{ content any }

// MarshalXML writes the response element in vSphere's namespace.
func (a *answerBody) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	if err := e.EncodeToken(start); err != nil {
		return err
	}
	name := reflect.TypeOf(a.content).Elem().Name()
	if err := e.EncodeElement(a.content, xml.StartElement{Name: xml.Name{Space: vimNamespace, Local: name}}); err != nil {
		return err
	}
	return e.EncodeToken(start.End())
}

// answer sends a method's result or fault.
func answer(w http.ResponseWriter, result soap.HasFault) error {
	status := http.StatusOK
	var body any
	if f := result.Fault(); f != nil {
		status = http.StatusInternalServerError
		body = struct{ Fault *faultElement }{&faultElement{Code: f.Code, String: f.String, Detail: &faultDetail{f.Detail.Fault}}}
	} else {
		body = &answerBody{reflect.ValueOf(result).Elem().FieldByName("Res").Interface()}
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	encoder := xml.NewEncoder(&out)
	err := encoder.Encode(&envelope{
		Enc: "http://schemas.xmlsoap.org/soap/encoding/", Env: "http://schemas.xmlsoap.org/soap/envelope/",
		XSD: "http://www.w3.org/2001/XMLSchema", XSI: "http://www.w3.org/2001/XMLSchema-instance", Body: body,
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	w.WriteHeader(status)
	_, err = w.Write(out.Bytes())
	return err
}

var vimTypes = types.TypeFunc()

// methodType finds the request type of a method's element, whatever prefix the client writes.
func methodType(name string) (reflect.Type, bool) {
	if kind, known := vimTypes(name); known {
		return kind, true
	}
	_, local, prefixed := strings.Cut(name, ":")
	if !prefixed {
		return nil, false
	}
	return vimTypes(local)
}

// faultNamed makes a vSphere fault by its type's name, for fault rules.
func faultNamed(name string) (types.BaseMethodFault, bool) {
	kind, known := vimTypes(name)
	if !known {
		return nil, false
	}
	fault, isFault := reflect.New(kind).Interface().(types.BaseMethodFault)
	return fault, isFault
}
