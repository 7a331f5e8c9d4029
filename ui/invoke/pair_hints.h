// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace studio {

/// What is offered while a name or a value of a request's header is typed: those of RFC 9110 and of what APIs use.
QStringList requestHeaderNames();
/// Usual values of a header, by its name without case; none of a name that has no usual ones.
QStringList requestHeaderValues(const QString &name);

} // namespace studio
