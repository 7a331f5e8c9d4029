// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"

#include <functional>

namespace studio::interchange {

/// Whether a header, parameter, field or variable of this name holds a secret: "Authorization", "x-api-key",
/// "password".
bool isCredentialName(const QString &name);

/// Takes the values of secrets out of a collection: of headers, parameters and fields whose names say so, of
/// authorizations, of passwords in URLs, of variables that are secret or that any of these use. In their places stand
/// variables, which the environments name as secrets; where there is no environment one is made. `warn` is told once
/// about each, with the request that it was found in.
void moveCredentials(collection::Collection &collection,
                     const std::function<void(const QString &place, const QString &message)> &warn);

} // namespace studio::interchange
