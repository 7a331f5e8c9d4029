// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <KSyntaxHighlighting/Repository>
#include <QFuture>

#include <memory>

class QThread;

namespace studio {

/// The definitions and themes of KSyntaxHighlighting. Belongs to the thread it was read for.
using Syntaxes = std::shared_ptr<KSyntaxHighlighting::Repository>;

/// Reads the index of definitions on a worker, while the window is being built, and hands the result to `home`.
QFuture<Syntaxes> readSyntaxes(QThread *home);

} // namespace studio
