package vcenter

import (
	"bytes"
	"context"
	"io"
	"log"
	"net/http"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"

	"github.com/migrationconnector/lab/fault"
)

const maxRequest = 16 << 20

// call is one SOAP request on its way.
type call struct {
	method  *simulator.Method
	body    []byte
	session *session
}

type callKey struct{}

func callOf(r *http.Request) (*call, bool) {
	c, present := r.Context().Value(callKey{}).(*call)
	return c, present
}

// operation is a method that the lab answers in the simulator's stead.
type operation func(*simulator.Context, *call) soap.HasFault

// gate stands in front of the simulator: it knows the sessions, enforces privileges, applies the fault rules and
// answers what the simulator doesn't do truthfully.
type gate struct {
	vcenter    *VCenter
	operations map[string]operation
	judged     http.Handler
}

func newGate(v *VCenter) *gate {
	g := &gate{vcenter: v, operations: map[string]operation{
		"CreateSnapshot_Task":          v.createSnapshot,
		"CreateSnapshotEx_Task":        v.createSnapshotEx,
		"RemoveSnapshot_Task":          v.removeSnapshot,
		"RemoveAllSnapshots_Task":      v.removeAllSnapshots,
		"RevertToSnapshot_Task":        v.revertToSnapshot,
		"RevertToCurrentSnapshot_Task": v.revertToCurrentSnapshot,
		"ReconfigVM_Task":              v.reconfigure,
		"Destroy_Task":                 v.destroy,
		"QueryChangedDiskAreas":        v.queryChangedDiskAreas,
		"ExportSnapshot":               v.exportSnapshot,
		"HttpNfcLeaseProgress":         v.leaseProgress,
		"HttpNfcLeaseComplete":         v.leaseComplete,
		"HttpNfcLeaseAbort":            v.leaseAbort,
		"HasPrivilegeOnEntities":       v.hasPrivilegeOnEntities,
		"HasPrivilegeOnEntity":         v.hasPrivilegeOnEntity,
		"HasUserPrivilegeOnEntities":   v.hasUserPrivilegeOnEntities,
		"FetchUserPrivilegeOnEntities": v.fetchUserPrivilegeOnEntities,
	}}
	g.judged = v.rules.Middleware(classifySOAP(v), refuseSOAP, http.HandlerFunc(g.serve))
	return g
}

// ServeHTTP reads the request and finds its session; what can't be read is the simulator's to refuse.
func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
	if err != nil {
		http.Error(w, "the request is too large or broken", http.StatusBadRequest)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if r.Method != http.MethodPost {
		g.vcenter.service.ServeSDK(w, r)
		return
	}
	method, err := simulator.UnmarshalBody(methodType, body)
	if err != nil {
		g.vcenter.service.ServeSDK(w, r)
		return
	}
	c := &call{method: method, body: body}
	if login, known := g.vcenter.sessions.find(r, true); known {
		c.session = login
	} else {
		r.Header.Del("Cookie")
	}
	g.judged.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callKey{}, c)))
}

func (g *gate) serve(w http.ResponseWriter, r *http.Request) {
	c, _ := callOf(r)
	if refused := g.vcenter.authorize(c); refused != nil {
		g.send(w, refused)
		return
	}
	if disabled := g.vcenter.disabledMethod(c); disabled != nil {
		g.send(w, disabled)
		return
	}
	if login, isLogin := c.method.Body.(*types.Login); isLogin {
		g.login(w, r, login)
		return
	}
	if own, known := g.operations[c.method.Name]; known {
		ctx := *g.vcenter.service.Context
		g.send(w, own(&ctx, c))
		return
	}
	g.vcenter.service.ServeSDK(w, r)
	if c.method.Name == "Logout" && c.session != nil {
		g.vcenter.sessions.remove(c.session.key)
	}
}

func (g *gate) login(w http.ResponseWriter, r *http.Request, login *types.Login) {
	user, valid := g.vcenter.users.login(login.UserName, login.Password)
	if !valid {
		g.send(w, refusal(&types.InvalidLogin{}, "Cannot complete login due to an incorrect user name or password."))
		return
	}
	g.vcenter.service.ServeSDK(&loginWatch{ResponseWriter: w, found: func(key string) { g.vcenter.sessions.add(key, user) }}, r)
}

func (g *gate) send(w http.ResponseWriter, result soap.HasFault) {
	if err := answer(w, result); err != nil {
		log.Printf("vcenter: an answer could not be sent: %v", err)
	}
}

// loginWatch learns the session's key from the cookie that the simulator sets.
type loginWatch struct {
	http.ResponseWriter
	found func(key string)
}

func (l *loginWatch) WriteHeader(status int) {
	response := http.Response{Header: l.Header()}
	for _, cookie := range response.Cookies() {
		if cookie.Name == soap.SessionCookieName {
			l.found(cookie.Value)
		}
	}
	l.ResponseWriter.WriteHeader(status)
}

// classifySOAP names a call for the fault rules: the method, and as attributes the object ("this"), its machine's name
// ("vm") and the user.
func classifySOAP(v *VCenter) fault.Classify {
	return func(r *http.Request) (fault.Call, bool) {
		c, known := callOf(r)
		if !known {
			return fault.Call{}, false
		}
		attributes := map[string]string{"this": c.method.This.Value}
		if login, isLogin := c.method.Body.(*types.Login); isLogin {
			attributes["user"] = login.UserName
		} else if c.session != nil {
			attributes["user"] = c.session.user.Name
		}
		if m, known := v.machines.get(v.guarded(c.method.This)); known {
			attributes["vm"] = m.name
		}
		return fault.Call{Service: "vcenter", Operation: c.method.Name, Attributes: attributes}, true
	}
}

// refuseSOAP words a rule's refusal: a code that names a vSphere fault becomes that fault, any other the bare status.
func refuseSOAP(w http.ResponseWriter, refused *fault.Refusal) {
	named, known := faultNamed(strings.TrimSpace(refused.Code))
	if !known {
		http.Error(w, refused.Message, refused.Status)
		return
	}
	_ = answer(w, refusal(named, "%s", refused.Message))
}
