// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/body_editor.h"

#include "ui/invoke/body_fields.h"
#include "ui/invoke/payload_editor.h"
#include "ui/invoke/request_state.h"

#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace studio {

using namespace collection;

BodyEditor::BodyEditor(QWidget *parent)
    : QStackedWidget(parent), m_payload(new PayloadEditor), m_fields(new BodyFields), m_button(new QToolButton)
{
    addWidget(m_payload);
    addWidget(m_fields);
    makeButton();
    setKind(Body::Json);
    connect(m_payload, &PayloadEditor::changed, this, &BodyEditor::changed);
    connect(m_fields, &BodyFields::changed, this, &BodyEditor::changed);
}

void BodyEditor::makeButton()
{
    m_button->setObjectName(QStringLiteral("bodyKind"));
    m_button->setAutoRaise(true);
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setToolTip(tr("What the body is sent as"));
    auto *const menu = new QMenu(m_button);
    for (const auto &[kind, name] : offeredBodies()) {
        menu->addAction(name, this, [this, chosen = kind] {
            setKind(chosen);
            Q_EMIT changed();
        });
    }
    m_button->setMenu(menu);
}

/// One that is not offered, of a saved request, has the name that its file gives it.
QString BodyEditor::kindName() const
{
    const auto offered = offeredBodies();
    const auto known = std::ranges::find(offered, m_kind, &std::pair<Body::Kind, QString>::first);
    return known == offered.end() ? QString::fromUtf8(bodyKindName(m_kind)) : known->second;
}

void BodyEditor::setKind(Body::Kind kind)
{
    m_kind = kind;
    m_button->setText(kindName() + QStringLiteral(" ▾"));
    m_button->setAccessibleName(tr("Kind of body: %1").arg(kindName()));
    if (hasFields(kind)) {
        m_fields->setKind(kind);
        setCurrentWidget(m_fields);
    } else {
        setCurrentWidget(m_payload);
    }
    showNote();
}

void BodyEditor::setFields(const QList<Pair> &fields)
{
    if (hasFields(m_kind)) {
        m_fields->setFields(fields);
    }
}

QList<Pair> BodyEditor::fields() const
{
    return hasFields(m_kind) ? m_fields->fields() : QList<Pair>();
}

void BodyEditor::setMethod(const QString &method)
{
    m_method = method;
    showNote();
}

/// In the place of what is wrong with the payload as JSON: why it is not sent, or that it is something else.
void BodyEditor::showNote()
{
    const bool isSent = m_method.isEmpty() || carriesPayload(m_method.toLatin1());
    m_payload->setUnsentReason(!isSent                ? tr("%1 sends no payload").arg(m_method)
                               : m_kind != Body::Json ? tr("Sent as %1").arg(kindName())
                                                      : QString());
}

} // namespace studio
