// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"

namespace studio::lsp {

/// How well `name` fits what was typed: its letters in their order, whatever the case. 0 where it does not; more is
/// better: a beginning of the name, then beginnings of its words (`snake_case`, `CamelCase`), then letters that stand
/// together. Everything fits nothing typed.
int matchScore(QStringView name, QStringView typed);

/// The items that fit, by their index in `items`: the best fit first, and of equal ones in the server's order.
QList<int> fittingItems(const QList<CompletionItem> &items, QStringView typed);

} // namespace studio::lsp
