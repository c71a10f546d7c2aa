package vcenter

import (
	"slices"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/simulator/esx"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

func invalidArgument(property string) soap.HasFault {
	return refusal(&types.InvalidArgument{InvalidProperty: property}, "A specified parameter was not correct: %s", property)
}

func availability(user *User, ids []string) []types.PrivilegeAvailability {
	var list []types.PrivilegeAvailability
	for _, id := range ids {
		list = append(list, types.PrivilegeAvailability{PrivId: id, IsGranted: user.may(id)})
	}
	return list
}

func (v *VCenter) entityPrivileges(user *User, entities []types.ManagedObjectReference, ids []string) []types.EntityPrivilege {
	var list []types.EntityPrivilege
	for _, entity := range entities {
		list = append(list, types.EntityPrivilege{Entity: entity, PrivAvailability: availability(user.within(v.datacenterOf(entity)), ids)})
	}
	return list
}

func (v *VCenter) hasPrivilegeOnEntities(_ *simulator.Context, c *call) soap.HasFault {
	request := c.method.Body.(*types.HasPrivilegeOnEntities)
	login, known := v.sessions.withKey(request.SessionId)
	if !known {
		return invalidArgument("sessionId")
	}
	return &methods.HasPrivilegeOnEntitiesBody{Res: &types.HasPrivilegeOnEntitiesResponse{
		Returnval: v.entityPrivileges(login.user, request.Entity, request.PrivId),
	}}
}

func (v *VCenter) hasPrivilegeOnEntity(_ *simulator.Context, c *call) soap.HasFault {
	request := c.method.Body.(*types.HasPrivilegeOnEntity)
	login, known := v.sessions.withKey(request.SessionId)
	if !known {
		return invalidArgument("sessionId")
	}
	var granted []bool
	for _, id := range request.PrivId {
		granted = append(granted, login.user.within(v.datacenterOf(request.Entity)).may(id))
	}
	return &methods.HasPrivilegeOnEntityBody{Res: &types.HasPrivilegeOnEntityResponse{Returnval: granted}}
}

func (v *VCenter) hasUserPrivilegeOnEntities(_ *simulator.Context, c *call) soap.HasFault {
	request := c.method.Body.(*types.HasUserPrivilegeOnEntities)
	user, known := v.users.named(request.UserName)
	if !known {
		return invalidArgument("userName")
	}
	return &methods.HasUserPrivilegeOnEntitiesBody{Res: &types.HasUserPrivilegeOnEntitiesResponse{
		Returnval: v.entityPrivileges(user, request.Entities, request.PrivId),
	}}
}

func (v *VCenter) fetchUserPrivilegeOnEntities(_ *simulator.Context, c *call) soap.HasFault {
	request := c.method.Body.(*types.FetchUserPrivilegeOnEntities)
	user, known := v.users.named(request.UserName)
	if !known {
		return invalidArgument("userName")
	}
	var results []types.UserPrivilegeResult
	for _, entity := range request.Entities {
		here := user.within(v.datacenterOf(entity))
		held := append([]string{"System.Anonymous", "System.Read", privilegeView}, here.Privileges...)
		if slices.Contains(here.Privileges, allPrivileges) {
			held = object.AuthorizationRoleList(esx.RoleList).ByName("Admin").Privilege
		}
		results = append(results, types.UserPrivilegeResult{Entity: entity, Privileges: held})
	}
	return &methods.FetchUserPrivilegeOnEntitiesBody{Res: &types.FetchUserPrivilegeOnEntitiesResponse{Returnval: results}}
}
