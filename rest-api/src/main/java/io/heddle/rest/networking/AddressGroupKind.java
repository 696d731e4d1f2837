package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.COMPOUND;
import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.PUT;

import io.heddle.routing.tenant.AddressGroup;
import io.heddle.routing.tenant.AddressGroupId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.AddressGroupDraft;
import io.heddle.routing.tenant.request.AddressGroupPatch;
import io.heddle.routing.tenant.request.TenantCommand;
import io.heddle.topology.address.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Address groups. */
final class AddressGroupKind implements ResourceKind<AddressGroup> {

    static final String ADDRESSES = "addresses";

    private static final int NAME_AT_MOST = 255;

    @Override
    public String singular() {
        return "address_group";
    }

    @Override
    public String plural() {
        return "address_groups";
    }

    @Override
    public List<Attribute<AddressGroup>> attributes() {
        List<Attribute<AddressGroup>> all = new ArrayList<>(Common.attributes());
        all.add(Attribute.of("name", (group, shown) -> group.name(), POST, PUT));
        all.add(Attribute.of("shared", (group, shown) -> false));
        all.add(Attribute.of(
                ADDRESSES,
                (group, shown) -> group.addresses().stream().map(Cidr::toString).toList(),
                POST,
                COMPOUND));
        return all;
    }

    @Override
    public List<AddressGroup> all(TenantState state, Optional<UUID> network) {
        return List.copyOf(state.addressGroups().values());
    }

    @Override
    public Optional<AddressGroup> find(TenantState state, UUID id) {
        return state.addressGroups().find(new AddressGroupId(id));
    }

    @Override
    public TenantCommand create(List<Body> bodies, Supplier<UUID> ids) {
        return new TenantCommand.CreateAddressGroups(
                bodies.stream().map(body -> draft(body, ids.get())).toList());
    }

    @Override
    public TenantCommand update(UUID id, Body body, Optional<Long> expected) {
        AddressGroupPatch patch =
                new AddressGroupPatch(body.text("name", NAME_AT_MOST), body.text("description", NAME_AT_MOST));
        return new TenantCommand.UpdateAddressGroup(new AddressGroupId(id), patch, expected);
    }

    @Override
    public TenantCommand delete(UUID id, Optional<Long> expected) {
        return new TenantCommand.DeleteAddressGroup(new AddressGroupId(id), expected);
    }

    @Override
    public Optional<AddressGroup> made(TenantChange change) {
        return change instanceof TenantChange.Put(AddressGroup group) ? Optional.of(group) : Optional.empty();
    }

    @Override
    public ApiError missing(Object id) {
        return new ApiError(404, "AddressGroupNotFound", "Address group " + id + " could not be found.");
    }

    private static AddressGroupDraft draft(Body body, UUID id) {
        return new AddressGroupDraft(
                new AddressGroupId(id),
                Common.project(body),
                body.text("name", NAME_AT_MOST).orElse(""),
                addresses(body).orElse(List.of()),
                body.text("description", NAME_AT_MOST).orElse(""));
    }

    /** Blocks and lone addresses; bits behind the length are cut. */
    static Optional<List<Cidr>> addresses(Body body) {
        return body.list(ADDRESSES)
                .map(items -> items.stream().map(AddressGroupKind::address).toList());
    }

    private static Cidr address(JsonNode value) {
        try {
            return Body.block(value.isString() ? value.asString() : "");
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid(ADDRESSES, Body.quoted(value) + " is not a block of addresses");
        }
    }
}
