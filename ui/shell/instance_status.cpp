// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/instance_status.h"

#include "core/base/display.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace studio {

namespace {

struct StatusLook
{
    QString mark;
    QColor color;
    QString text;
};

StatusLook lookOf(const DevLoop::Status &status)
{
    const Theme &theme = Theme::current();
    const QString queued = status.queuedCalls > 0 ? QObject::tr(" · request queued") : QString();
    if (status.phase == DevLoop::Phase::Compiling) {
        return {QStringLiteral("◌"), theme.information, QObject::tr("compiling") + queued};
    }
    if (status.phase == DevLoop::Phase::Starting || status.instance == InstanceState::Starting) {
        return {QStringLiteral("◌"), theme.information, QObject::tr("starting") + queued};
    }
    switch (status.instance) {
    case InstanceState::Ready: {
        const QString memory = sizeText(status.residentBytes);
        if (status.stale) {
            return {QStringLiteral("●"), theme.warning, QObject::tr("running · out of date · %1").arg(memory)};
        }
        return {QStringLiteral("●"), theme.success, QObject::tr("running · draft · %1").arg(memory)};
    }
    case InstanceState::Crashed:
        return {QStringLiteral("✕"), theme.danger, QObject::tr("crashed")};
    case InstanceState::Stopping:
        return {QStringLiteral("◌"), theme.muted, QObject::tr("stopping")};
    default:
        return status.failed ? StatusLook{QStringLiteral("✕"), theme.danger, QObject::tr("failed")}
                             : StatusLook{QStringLiteral("○"), theme.muted, QObject::tr("stopped")};
    }
}

} // namespace

InstanceStatus::InstanceStatus(QWidget *parent) : QWidget(parent), m_mark(new QLabel), m_text(new QLabel)
{
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(6);
    row->addWidget(m_mark);
    row->addWidget(m_text);
    draw();
}

void InstanceStatus::show(const DevLoop::Status &status)
{
    m_status = status;
    draw();
}

QString InstanceStatus::text() const
{
    return m_text->text();
}

void InstanceStatus::draw()
{
    const StatusLook look = lookOf(m_status);
    m_mark->setText(look.mark);
    QPalette colors = palette();
    colors.setColor(m_mark->foregroundRole(), look.color);
    m_mark->setPalette(colors);
    m_text->setText(look.text);
    setToolTip(m_status.failed ? asTip(m_status.failure.message) : QString());
}

void InstanceStatus::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        draw();
    }
}

} // namespace studio
