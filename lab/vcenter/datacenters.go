package vcenter

import (
	"context"
	"net/http"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"

	"github.com/migrationconnector/lab/control"
)

// firstDatacenter is the one that has hosts, datastores and machines.
const firstDatacenter = "DC0"

// datacenterRoute adds an empty datacenter, for users whose privileges differ from one to the other.
func (v *VCenter) datacenterRoute(r *http.Request) (any, error) {
	order := struct {
		Name string `json:"name"`
	}{}
	if err := control.Decode(r, &order); err != nil {
		return nil, err
	}
	if order.Name == "" {
		return nil, control.BadRequest("a datacenter needs a name")
	}
	made, err := object.NewRootFolder(v.inside).CreateDatacenter(context.Background(), order.Name)
	if err != nil {
		return nil, control.BadRequest("%v", err)
	}
	return map[string]string{"datacenter": made.Reference().Value}, nil
}

// datacenterOf is the name of the datacenter that an object is, or is below; empty when it is in none.
func (v *VCenter) datacenterOf(ref types.ManagedObjectReference) string {
	for range 32 { // no inventory is deeper
		entity, is := v.service.Context.Map.Get(ref).(mo.Entity)
		if !is {
			return ""
		}
		if ref.Type == "Datacenter" {
			return entity.Entity().Name
		}
		parent := entity.Entity().Parent
		if parent == nil {
			return ""
		}
		ref = *parent
	}
	return ""
}
