// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/syntax/read_syntaxes.h"

#include "core/base/load_plugin.h"
#include "core/base/notices.h"
#include "ui/syntax/plain_syntaxes.h"

#include <QCoreApplication>
#include <QThread>
#include <QtConcurrentRun>

#include <mutex>

namespace studio {

namespace {

Result<QObject *> loadSyntaxPlugin()
{
    return loadPlugin(QStringLiteral("ignite-syntax"));
}

std::shared_ptr<Syntaxes> syntaxesFor(QThread *home)
{
    const auto plugin = loadSyntaxPlugin();
    if (plugin) {
        if (const auto *const factory = qobject_cast<SyntaxesFactory *>(*plugin)) {
            return factory->read(home);
        }
    }
    static std::once_flag told;
    std::call_once(told, [&] {
        const QString reason = plugin ? QStringLiteral("ignite-syntax") : plugin.error().message;
        notice(QCoreApplication::translate("studio::Syntaxes",
                                           "Code has no colours: a part of Ignite Studio is missing (%1). "
                                           "Install it again.")
                   .arg(reason));
    });
    return plainSyntaxes();
}

} // namespace

void preloadSyntaxes()
{
    (void)QtConcurrent::run(loadSyntaxPlugin); // readSyntaxes() reports what is wrong
}

QFuture<std::shared_ptr<Syntaxes>> readSyntaxes(QThread *home)
{
    return QtConcurrent::run([home] { return syntaxesFor(home); });
}

} // namespace studio
