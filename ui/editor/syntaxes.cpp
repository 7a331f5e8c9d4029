// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/syntaxes.h"

#include <QThread>
#include <QtConcurrentRun>

namespace studio {

QFuture<Syntaxes> readSyntaxes(QThread *home)
{
    return QtConcurrent::run([home] {
        auto syntaxes = std::make_shared<KSyntaxHighlighting::Repository>();
        syntaxes->moveToThread(home);
        return syntaxes;
    });
}

} // namespace studio
