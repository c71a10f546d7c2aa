package vcenter

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"

	"github.com/migrationconnector/lab/fault"
)

const (
	folderPrefix = "/folder/"
	// shortBody and rangeIgnored are codes of fault rules for /folder that don't refuse but answer wrongly: half of the
	// bytes and a closed connection, or the whole file with 200.
	shortBody    = "ShortBody"
	rangeIgnored = "RangeIgnored"
)

// datastore is a directory that stands for a VMFS volume.
type datastore struct {
	ref        types.ManagedObjectReference
	name       string
	datacenter string
	directory  string
}

// folder serves the files of datastores as vCenter and ESXi do: /folder/PATH?dcPath=DATACENTER&dsName=DATASTORE.
type folder struct{ vcenter *VCenter }

func newFolder(v *VCenter) http.Handler {
	f := &folder{v}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse := func(w http.ResponseWriter, refused *fault.Refusal) { f.disturb(w, r, refused) }
		v.rules.Middleware(f.classify, refuse, f).ServeHTTP(w, r)
	})
}

// classify names a request for the fault rules: the HTTP method, and as attributes the file, its machine and the range.
func (f *folder) classify(r *http.Request) (fault.Call, bool) {
	file := strings.TrimPrefix(r.URL.Path, folderPrefix)
	attributes := map[string]string{"file": file, "vm": path.Dir(file), "range": r.Header.Get("Range")}
	return fault.Call{Service: "folder", Operation: r.Method, Attributes: attributes}, true
}

func (f *folder) disturb(w http.ResponseWriter, r *http.Request, refused *fault.Refusal) {
	switch refused.Code {
	case shortBody:
		f.ServeHTTP(&cutAnswer{ResponseWriter: w}, r)
		fault.Abort()
	case rangeIgnored:
		r.Header.Del("Range")
		f.ServeHTTP(w, r)
	default:
		http.Error(w, refused.Code+": "+refused.Message, refused.Status)
	}
}

// cutAnswer lets half of the announced bytes pass.
type cutAnswer struct {
	http.ResponseWriter
	left int64
}

func (c *cutAnswer) WriteHeader(status int) {
	length, err := strconv.ParseInt(c.Header().Get("Content-Length"), 10, 64)
	if err == nil {
		c.left = length / 2
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *cutAnswer) Write(content []byte) (int, error) {
	pass := min(int64(len(content)), c.left)
	c.left -= pass
	n, err := c.ResponseWriter.Write(content[:pass])
	if err == nil && pass < int64(len(content)) {
		err = io.ErrShortWrite
	}
	if flusher, can := c.ResponseWriter.(http.Flusher); can {
		flusher.Flush()
	}
	return n, err
}

func (f *folder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "the lab's datastores are read only over HTTP", http.StatusMethodNotAllowed)
		return
	}
	user, known := f.login(w, r)
	if !known {
		w.Header().Set("WWW-Authenticate", `Basic realm="VMware HTTP server"`)
		http.Error(w, "authentication is needed", http.StatusUnauthorized)
		return
	}
	if !user.within(r.URL.Query().Get("dcPath")).may(PrivilegeBrowse) {
		http.Error(w, "Datastore.Browse is needed", http.StatusForbidden)
		return
	}
	if latency := f.vcenter.settings.get().FolderLatencyMs; latency > 0 {
		time.Sleep(time.Duration(latency) * time.Millisecond)
	}
	f.send(w, r)
}

// login accepts the cookie of a live session, or Basic authentication, which begins a session.
func (f *folder) login(w http.ResponseWriter, r *http.Request) (*User, bool) {
	if login, known := f.vcenter.sessions.find(r, false); known {
		return login.user, true
	}
	name, password, given := r.BasicAuth()
	if !given {
		return nil, false
	}
	user, valid := f.vcenter.users.login(name, password)
	if !valid {
		return nil, false
	}
	key := newSecret()
	f.vcenter.sessions.add(key, user)
	http.SetCookie(w, &http.Cookie{Name: soap.SessionCookieName, Value: key, Quoted: true, Path: "/", HttpOnly: true, Secure: true})
	return user, true
}

func (f *folder) send(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	store, known := f.vcenter.datastores.find(query.Get("dcPath"), query.Get("dsName"))
	name := strings.TrimPrefix(r.URL.Path, folderPrefix)
	if !known || !filepath.IsLocal(name) {
		http.NotFound(w, r)
		return
	}
	full := filepath.Join(store.directory, name)
	if _, locked := f.vcenter.machines.find(func(m *machine) bool { return m.locks(full) }); locked {
		http.Error(w, "the file is locked by a running virtual machine", http.StatusInternalServerError)
		return
	}
	file, err := os.Open(full)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer func() { _ = file.Close() }()
	stat, err := file.Stat()
	if err != nil || !stat.Mode().IsRegular() {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	http.ServeContent(w, r, "", stat.ModTime(), file)
}

// datastores are all that there are; more may come at any time.
type datastores struct {
	mu   sync.RWMutex
	list []*datastore
}

func (d *datastores) add(store *datastore) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.list = append(d.list, store)
}

func (d *datastores) all() []*datastore {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return slices.Clone(d.list)
}

func (d *datastores) find(datacenter, name string) (*datastore, bool) {
	for _, store := range d.all() {
		if store.name == name && store.datacenter == strings.Trim(datacenter, "/") {
			return store, true
		}
	}
	return nil, false
}

// path words a file as "[datastore] folder/name", and names its datastore.
func (d *datastores) path(directory, name string) (string, *types.ManagedObjectReference) {
	for _, store := range d.all() {
		if inside, err := filepath.Rel(store.directory, directory); err == nil && filepath.IsLocal(inside) {
			return fmt.Sprintf("[%s] %s", store.name, filepath.Join(inside, name)), &store.ref
		}
	}
	return name, nil
}

func (d *datastores) named(name string) (*datastore, error) {
	for _, store := range d.all() {
		if store.name == name || name == "" {
			return store, nil
		}
	}
	return nil, fmt.Errorf("there is no datastore %q", name)
}
