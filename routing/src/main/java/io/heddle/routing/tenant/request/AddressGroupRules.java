package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.AddressGroup;
import io.heddle.routing.tenant.AddressGroupId;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.topology.address.Cidr;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What may be asked of address groups, and what comes of it. */
final class AddressGroupRules {

    private static final int ADDRESSES_AT_MOST = 1000;

    private AddressGroupRules() {}

    static List<TenantChange> create(Request request, AddressGroupDraft draft) {
        SortedSet<Cidr> addresses = new TreeSet<>(draft.addresses());
        checkNumber(draft.id(), addresses);
        return List.of(new TenantChange.Put(new AddressGroup(
                draft.id(),
                request.owner(draft.project()),
                draft.name(),
                addresses,
                StandardAttributes.fresh(draft.description(), request.now()))));
    }

    static List<TenantChange> update(Request request, TenantCommand.UpdateAddressGroup command) {
        AddressGroup before = theirs(request, command.id(), "update_address_group");
        request.check(before, command.expected());
        AddressGroupPatch patch = command.patch();
        StandardAttributes standard = before.standard()
                .describedAs(patch.description().orElse(before.standard().description()))
                .changed(request.now());
        return List.of(new TenantChange.Put(new AddressGroup(
                before.id(), before.project(), patch.name().orElse(before.name()), before.addresses(), standard)));
    }

    static List<TenantChange> delete(Request request, TenantCommand.DeleteAddressGroup command) {
        AddressGroup group = theirs(request, command.id(), "delete_address_group");
        request.check(group, command.expected());
        if (!request.state().groupsNaming(group.id()).isEmpty()) {
            throw TenantRefusal.conflict(
                    "AddressGroupInUse",
                    "Address group " + group.id() + " is in use on one or more security group rules.");
        }
        return List.of(new TenantChange.Removed(group));
    }

    static List<TenantChange> add(Request request, TenantCommand.AddAddresses command) {
        AddressGroup before = theirs(request, command.id(), "update_address_group");
        SortedSet<Cidr> known = new TreeSet<>(command.addresses());
        known.retainAll(before.addresses());
        if (!known.isEmpty()) {
            throw TenantRefusal.badRequest(
                    "AddressesAlreadyExist",
                    "Addresses " + known + " already exist in the address group " + before.id() + ".");
        }
        SortedSet<Cidr> all = new TreeSet<>(before.addresses());
        all.addAll(command.addresses());
        checkNumber(before.id(), all);
        return changed(request, before, all);
    }

    static List<TenantChange> remove(Request request, TenantCommand.RemoveAddresses command) {
        AddressGroup before = theirs(request, command.id(), "update_address_group");
        SortedSet<Cidr> unknown = new TreeSet<>(command.addresses());
        unknown.removeAll(before.addresses());
        if (!unknown.isEmpty()) {
            throw TenantRefusal.of(
                    TenantRefusal.Kind.NOT_FOUND,
                    "AddressesNotFound",
                    "Addresses " + unknown + " not found in the address group " + before.id() + ".");
        }
        SortedSet<Cidr> rest = new TreeSet<>(before.addresses());
        rest.removeAll(command.addresses());
        return changed(request, before, rest);
    }

    /** Whether the group exists as far as whoever asks is concerned. */
    static boolean isSeen(Request request, AddressGroupId id) {
        return request.state()
                .addressGroups()
                .find(id)
                .filter(group -> request.by().sees(group, request.state()))
                .isPresent();
    }

    private static AddressGroup theirs(Request request, AddressGroupId id, String rule) {
        return request.theirs(request.state().addressGroups().find(id), () -> TenantRefusal.noAddressGroup(id), rule);
    }

    private static List<TenantChange> changed(Request request, AddressGroup group, SortedSet<Cidr> addresses) {
        return List.of(new TenantChange.Put(
                group.withAddresses(addresses, group.standard().changed(request.now()))));
    }

    /** Each costs a rule on every server that has a member of a group whose rules name it. */
    private static void checkNumber(AddressGroupId id, Collection<Cidr> addresses) {
        if (addresses.size() > ADDRESSES_AT_MOST) {
            throw TenantRefusal.invalid("address group " + id + " would have " + addresses.size()
                    + " addresses, of at most " + ADDRESSES_AT_MOST);
        }
    }
}
