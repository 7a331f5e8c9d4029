// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/form_row.h"

#include "ui/common/icons.h"
#include "ui/common/tip.h"
#include "ui/invoke/form_input.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

namespace studio {

namespace {

constexpr int labelWidth = 112;
constexpr int levelWidth = 14;
constexpr int includeWidth = 18;

bool isHeading(const FormNode &node)
{
    return node.kind == FormNode::Kind::Object || node.kind == FormNode::Kind::List;
}

bool isOptional(const FormNode &node)
{
    return !node.isRequired && !node.isElement && node.isKnown && !node.path.isEmpty();
}

QToolButton *makeButton(const char *iconName, const QString &text)
{
    auto *const button = new QToolButton;
    button->setIcon(icon(iconName));
    button->setAutoRaise(true);
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

bool FormRow::isSameShape(const FormNode &one, const FormNode &other)
{
    return one.kind == other.kind && one.name == other.name && one.path == other.path && one.type == other.type &&
           one.isRequired == other.isRequired && one.isKnown == other.isKnown && one.isElement == other.isElement &&
           one.choices == other.choices && one.minimum == other.minimum && one.maximum == other.maximum &&
           hasLines(one) == hasLines(other);
}

FormRow::FormRow(const FormNode &node, QWidget *parent) : QWidget(parent), m_node(node), m_label(new QLabel)
{
    auto *const row = new QHBoxLayout(this);
    const int level = std::max<int>(static_cast<int>(node.path.size()) - 1, 0);
    row->setContentsMargins(8 + level * levelWidth, 1, 8, 1);
    row->setSpacing(4);
    makeInclude();
    makeLabel();
    if (isHeading(node)) {
        m_type = new QLabel;
        m_type->setForegroundRole(QPalette::PlaceholderText);
        m_type->setTextFormat(Qt::PlainText);
        m_type->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        row->addWidget(m_type, 1);
    } else {
        m_input = new FormInput(node);
        connect(m_input, &FormInput::chosen, this,
                [this](const QByteArray &json) { Q_EMIT valueChosen(m_node.path, json); });
        row->addWidget(m_input, 1);
        m_label->setBuddy(m_input->editor());
    }
    makeButtons();
    setNode(node);
}

QWidget *FormRow::editor() const
{
    return m_input ? m_input->editor() : nullptr;
}

QList<QWidget *> FormRow::tabStops() const
{
    QList<QWidget *> stops{m_include, editor(), m_add, m_remove};
    stops.removeAll(nullptr);
    return stops;
}

void FormRow::makeInclude()
{
    auto *const row = static_cast<QHBoxLayout *>(layout());
    if (!isOptional(m_node)) {
        row->addSpacing(includeWidth + row->spacing());
        return;
    }
    m_include = new QCheckBox;
    m_include->setFixedWidth(includeWidth);
    m_include->setAccessibleName(tr("Include “%1”").arg(m_node.name));
    m_include->setToolTip(asTip(tr("Include “%1”, which may be missing").arg(m_node.name)));
    connect(m_include, &QCheckBox::clicked, this, [this](bool isOn) {
        isOn ? Q_EMIT valueChosen(m_node.path, m_node.beginning) : Q_EMIT removalChosen(m_node.path);
    });
    row->addWidget(m_include);
}

void FormRow::makeLabel()
{
    m_label->setTextFormat(Qt::PlainText);
    m_label->setText(m_node.path.isEmpty() ? tr("Payload")
                     : m_node.isElement    ? QStringLiteral("%1.").arg(m_node.name)
                                           : m_node.name);
    QStringList about{m_node.name, m_node.type, m_node.isRequired ? tr("required") : QString()};
    about.removeAll(QString());
    const QString unknown = m_node.isKnown ? QString() : tr("The schema does not know it.");
    const QString more = m_node.description.isEmpty() ? unknown : m_node.description;
    m_label->setToolTip(asTip(about.join(QStringLiteral(" · ")) + (more.isEmpty() ? QString() : u'\n' + more)));
    if (!m_node.isKnown) {
        m_label->setForegroundRole(QPalette::PlaceholderText);
    }
    if (isHeading(m_node)) {
        QFont bold = m_label->font();
        bold.setWeight(QFont::DemiBold);
        m_label->setFont(bold);
        m_label->setMaximumWidth(2 * labelWidth);
    } else {
        const int level = std::max<int>(static_cast<int>(m_node.path.size()) - 1, 0);
        m_label->setFixedWidth(std::max(labelWidth - level * levelWidth, labelWidth / 2));
    }
    layout()->addWidget(m_label);
}

void FormRow::makeButtons()
{
    const bool isAddable = m_node.kind == FormNode::Kind::List || (isHeading(m_node) && m_node.isRequired);
    if (isAddable) {
        m_add = makeButton("list-add", m_node.kind == FormNode::Kind::List
                                           ? tr("Add an element to “%1”").arg(spokenName(m_node))
                                           : tr("Add “%1”").arg(m_node.name));
        connect(m_add, &QToolButton::clicked, this, &FormRow::addElement);
        layout()->addWidget(m_add);
    }
    if (m_node.isElement || !m_node.isKnown) {
        m_remove = makeButton("edit-delete", tr("Remove “%1”").arg(spokenName(m_node)));
        connect(m_remove, &QToolButton::clicked, this, [this] { Q_EMIT removalChosen(m_node.path); });
        layout()->addWidget(m_remove);
    }
}

void FormRow::addElement()
{
    if (m_node.kind == FormNode::Kind::Object) {
        Q_EMIT valueChosen(m_node.path, m_node.beginning);
        return;
    }
    const qsizetype count = static_cast<qsizetype>(m_node.children.size()) + m_node.left;
    if (m_node.isPresent && !m_node.path.isEmpty() && m_node.value.isNull() && count == 0) {
        Q_EMIT valueChosen(m_node.path, '[' + m_node.newElement + ']'); // also instead of null
        return;
    }
    m_node.isPresent ? Q_EMIT valueChosen(m_node.path + QStringList(QString::number(count)), m_node.newElement)
                     : Q_EMIT valueChosen(m_node.path, '[' + m_node.newElement + ']');
}

void FormRow::setNode(const FormNode &node)
{
    m_node = node;
    if (m_include) {
        m_include->setChecked(node.isPresent);
    }
    if (m_input) {
        m_input->setNode(node);
    }
    if (m_type) {
        const auto count = static_cast<int>(node.children.size() + static_cast<std::size_t>(node.left));
        const QString state = !node.isPresent ? (node.isRequired       ? tr("missing")
                                                 : node.path.isEmpty() ? QString()
                                                                       : tr("not set"))
                              : node.kind == FormNode::Kind::List
                                  ? count == 1 ? tr("1 element") : tr("%n elements", nullptr, count)
                                  : QString();
        QStringList parts{node.type, state};
        parts.removeAll(QString());
        m_type->setText(parts.join(QStringLiteral(" · ")));
    }
    if (m_add && node.kind == FormNode::Kind::Object) {
        m_add->setVisible(!node.isPresent);
    }
}

} // namespace studio
