package vcenter

import (
	"context"
	"errors"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"

	"github.com/migrationconnector/lab/fault"
)

// task runs work as a vSphere task on the machine, under the object's lock and the machine's. Fault rules of the service
// "task" (operation: the task's name, attribute "vm") disturb it after the call was answered: they let the task fail, or
// hold it running before or after its effect.
func (v *VCenter) task(ctx *simulator.Context, m *machine, name string, work func() (types.AnyType, types.BaseMethodFault)) types.ManagedObjectReference {
	return simulator.CreateTask(&m.ref, name, func(*simulator.Task) (types.AnyType, types.BaseMethodFault) {
		passage, err := v.rules.Before(context.Background(), fault.Call{
			Service: "task", Operation: name, Attributes: map[string]string{"vm": m.name},
		})
		if err != nil {
			return nil, taskFault(err)
		}
		result, failed := v.underLock(ctx, m, work)
		if err := passage.After(context.Background()); err != nil {
			return nil, taskFault(err)
		}
		return result, failed
	}).Run(ctx)
}

func (v *VCenter) underLock(ctx *simulator.Context, m *machine, work func() (types.AnyType, types.BaseMethodFault)) (types.AnyType, types.BaseMethodFault) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.gone {
		return nil, &types.ManagedObjectNotFound{Obj: m.ref}
	}
	result, failed := work()
	if failed == nil {
		v.publish(ctx, m)
	}
	return result, failed
}

// taskFault words what a rule says as the fault that ends a task.
func taskFault(err error) types.BaseMethodFault {
	var refused *fault.Refusal
	if !errors.As(err, &refused) {
		return worded(&types.RequestCanceled{}, "The lab canceled this task.")
	}
	if named, known := faultNamed(refused.Code); known {
		return worded(named, "%s", refused.Message)
	}
	return worded(&types.GenericVmConfigFault{Reason: refused.Message}, "%s", refused.Message)
}
