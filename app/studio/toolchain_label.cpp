// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/toolchain_label.h"

#include "core/base/detach.h"
#include "core/compiler/compiler.h"
#include "core/workspace/workspace.h"
#include "ui/common/after_first_paint.h"
#include "ui/common/tip.h"

#include <QTimer>

namespace studio {

ToolchainLabel::ToolchainLabel(Compiler *compiler, Workspace *workspace, QWidget *parent)
    : QLabel(parent), m_compiler(compiler), m_workspace(workspace)
{
    connect(workspace, &Workspace::targetChanged, this, [this] { detach(ask()); });
    // A compiler's version must not hold up the window.
    QTimer::singleShot(afterFirstPaint, this, [this] { detach(ask()); });
}

void ToolchainLabel::askAgain()
{
    detach(ask());
}

QCoro::Task<void> ToolchainLabel::ask()
{
    const RustTarget target = m_workspace->target();
    const auto choice = co_await whileAlive(this, m_compiler->toolchain(target));
    if (target != m_workspace->target()) {
        co_return; // another answer is on its way
    }
    if (!choice) {
        setText(tr("no Rust"));
        setToolTip(asTip(choice.error().message));
        Q_EMIT message(choice.error().message, true);
        co_return;
    }
    const QString version = choice->toolchain.version.toString();
    setText(choice->note.isEmpty() ? tr("rustc %1").arg(version) : tr("rustc %1 (platform: 1.93)").arg(version));
    setToolTip(asTip(choice->note.isEmpty() ? choice->reason : choice->note + u'\n' + choice->reason));
}

} // namespace studio
