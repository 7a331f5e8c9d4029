// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/form_input.h"

#include "core/base/json.h"
#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/tip.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>

#include <limits>

namespace studio {

namespace {

using Kind = FormNode::Kind;
constexpr int linesShown = 3;

QByteArray jsonOfText(const QString &text)
{
    return Json(text).toUtf8();
}

/// What JSON calls a choice is shown without quotes.
QString shownChoice(const QString &json)
{
    const auto value = parseJson(json.toUtf8());
    return value && value->isString() ? value->text() : json;
}

} // namespace

bool hasLines(const FormNode &node)
{
    return node.kind == Kind::Text && node.value.contains(u'\n');
}

QString spokenName(const FormNode &node)
{
    const QString around = node.path.size() > 1 ? node.path[node.path.size() - 2] : QString();
    return node.isElement && !around.isEmpty() ? FormInput::tr("Element %1 of %2").arg(node.name, around)
           : node.isElement                    ? FormInput::tr("Element %1").arg(node.name)
           : node.name.isEmpty()               ? FormInput::tr("Payload")
                                               : node.name;
}

FormInput::FormInput(const FormNode &node, QWidget *parent) : QWidget(parent), m_node(node)
{
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    if (node.kind == Kind::Choice) {
        makeChoice();
    } else if (node.kind == Kind::Boolean) {
        makeCheck();
    } else if (hasLines(node)) {
        makeText();
    } else {
        makeField();
    }
    row->addWidget(editor(), 1);
    editor()->setAccessibleName(spokenName(node));
    editor()->setAccessibleDescription(node.description);
    setFocusProxy(editor());
    setNode(node);
}

QWidget *FormInput::editor() const
{
    return m_field    ? static_cast<QWidget *>(m_field)
           : m_text   ? static_cast<QWidget *>(m_text)
           : m_choice ? static_cast<QWidget *>(m_choice)
                      : m_check;
}

void FormInput::makeField()
{
    m_field = new QLineEdit;
    if (m_node.kind != Kind::Text) {
        m_field->setFont(monospaceFont());
    }
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textEdited, this, &FormInput::takeTyped);
}

void FormInput::makeText()
{
    m_text = new QPlainTextEdit;
    m_text->setTabChangesFocus(true);
    m_text->setFixedHeight(linesShown * m_text->fontMetrics().lineSpacing() + 12);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] { Q_EMIT chosen(jsonOfText(m_text->toPlainText())); });
}

void FormInput::makeChoice()
{
    m_choice = new QComboBox;
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(6);
    connect(m_choice, &QComboBox::activated, this,
            [this](int index) { Q_EMIT chosen(m_choice->itemData(index).toString().toUtf8()); });
}

void FormInput::makeCheck()
{
    m_check = new QCheckBox;
    connect(m_check, &QCheckBox::clicked, this, [this](bool isOn) { Q_EMIT chosen(isOn ? "true" : "false"); });
}

QString FormInput::placeholder() const
{
    const bool isBounded = !m_node.minimum.isEmpty() && !m_node.maximum.isEmpty();
    const QString state = m_node.isPresent    ? (m_node.value.isEmpty() ? tr("null") : QString())
                          : m_node.isRequired ? tr("missing")
                                              : tr("not set");
    if (m_node.kind == Kind::Text && m_node.isPresent) {
        return tr("empty text");
    }
    return isBounded ? tr("%1 · %2 to %3").arg(state, m_node.minimum, m_node.maximum) : state;
}

void FormInput::setNode(const FormNode &node)
{
    m_node = node;
    if (m_field) {
        const bool isContainer = node.kind == Kind::Any && node.isPresent && node.value.isEmpty();
        m_field->setReadOnly(isContainer);
        const bool isSame = m_field->text() == node.value;
        if (!isSame && !(m_field->hasFocus() && m_invalid && m_invalid->isVisible())) {
            m_field->setText(node.value);
            showInvalid({});
        }
        m_field->setPlaceholderText(isContainer ? tr("Edit it as text") : placeholder());
    } else if (m_text && m_text->toPlainText() != node.value) {
        const QSignalBlocker blocker(m_text);
        m_text->setPlainText(node.value);
    } else if (m_choice) {
        showChoice();
    } else if (m_check) {
        const bool isOn = node.value == QLatin1String("true");
        m_check->setChecked(isOn);
        m_check->setText(!node.isPresent ? placeholder() : isOn ? tr("true") : tr("false"));
    }
}

/// With what stands in the text, also where it is none of the choices.
void FormInput::showChoice()
{
    const QSignalBlocker blocker(m_choice);
    m_choice->clear();
    for (const QString &choice : std::as_const(m_node.choices)) {
        m_choice->addItem(shownChoice(choice), choice);
    }
    const QString value = m_node.isPresent && m_node.value.isEmpty() ? QStringLiteral("null") : m_node.value;
    if (m_node.isPresent && !m_node.choices.contains(value)) {
        m_choice->addItem(tr("%1 (not expected)").arg(shownChoice(value)), value);
    }
    m_choice->setPlaceholderText(placeholder());
    m_choice->setCurrentIndex(m_node.isPresent ? m_choice->findData(value) : -1);
}

void FormInput::showInvalid(const QString &why)
{
    if (!m_invalid && !why.isEmpty()) {
        m_invalid = m_field->addAction(icon("dialog-warning"), QLineEdit::TrailingPosition);
    }
    if (m_invalid) {
        m_invalid->setVisible(!why.isEmpty());
        m_invalid->setToolTip(why);
    }
    m_field->setAccessibleDescription(why.isEmpty() ? m_node.description : why);
}

/// What is no JSON yet, "-" or "1.", waits in the field.
void FormInput::takeTyped(const QString &text)
{
    if (m_node.kind == Kind::Text) {
        Q_EMIT chosen(jsonOfText(text));
        return;
    }
    const QByteArray json = text.trimmed().toUtf8();
    const auto value = parseJson(json);
    const bool isWhole = value && value->isNumber() && value->digits().find_first_of(".eE") == std::string_view::npos;
    if (m_node.kind == Kind::Integer && !isWhole) {
        showInvalid(tr("“%1” is not a whole number; the payload keeps the value before it.").arg(text));
    } else if (m_node.kind == Kind::Number && !(value && value->isNumber())) {
        showInvalid(tr("“%1” is not a number; the payload keeps the value before it.").arg(text));
    } else if (!value) {
        showInvalid(tr("This is not JSON; the payload keeps the value before it."));
    } else {
        showInvalid({});
        Q_EMIT chosen(json);
    }
}

void FormInput::step(int by)
{
    bool isNumber = false;
    const qint64 value = m_field->text().toLongLong(&isNumber);
    const bool isEnd = value == (by > 0 ? std::numeric_limits<qint64>::max() : std::numeric_limits<qint64>::min());
    if (!isNumber || isEnd) {
        return;
    }
    const auto bound = (by > 0 ? m_node.maximum : m_node.minimum).toLongLong(&isNumber);
    if (!isNumber || (by > 0 ? value < bound : value > bound)) {
        m_field->setText(QString::number(value + by));
        takeTyped(m_field->text());
    }
}

bool FormInput::eventFilter(QObject *watched, QEvent *event)
{
    if (m_node.kind == Kind::Integer && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down) {
            step(key == Qt::Key_Up ? 1 : -1);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace studio
