// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/preference_row.h"

#include "ui/common/icons.h"
#include "ui/preferences/preference_texts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QWheelEvent>

namespace studio {

namespace {

constexpr int controlWidth = 260;

/// A wheel that turns over a box on its way through the page must not change it.
class Unwheeled : public QObject
{
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Wheel) {
            event->ignore();
            return true;
        }
        return QObject::eventFilter(watched, event);
    }
};

} // namespace

PreferenceRow::PreferenceRow(const Preference &preference, Preferences *preferences,
                             const QList<std::pair<QString, QString>> &known, QWidget *parent)
    : QWidget(parent)
    , m_preference(preference)
    , m_preferences(preferences)
    , m_help(new QLabel(preferenceHelp(preference.id)))
    , m_control(makeControl(known))
    , m_reset(new QToolButton)
{
    setObjectName(preference.id);
    m_control->setObjectName(QStringLiteral("control"));
    m_control->setAccessibleName(preferenceTitle(preference.id));
    m_control->setAccessibleDescription(m_help->text());
    m_control->installEventFilter(new Unwheeled(this));
    m_help->setWordWrap(true);
    m_help->setForegroundRole(QPalette::PlaceholderText);
    m_help->setVisible(!m_help->text().isEmpty());
    m_reset->setObjectName(QStringLiteral("reset"));
    m_reset->setAutoRaise(true);
    m_reset->setIcon(icon("edit-undo"));
    m_reset->setToolTip(tr("Set it back to what is usual"));
    m_reset->setAccessibleName(tr("Set back: %1").arg(preferenceTitle(preference.id)));
    QSizePolicy keepsItsPlace = m_reset->sizePolicy();
    keepsItsPlace.setRetainSizeWhenHidden(true);
    m_reset->setSizePolicy(keepsItsPlace);

    auto *const grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, 1);
    if (preference.kind == Preference::Kind::Switch) {
        grid->addWidget(m_control, 0, 0, 1, 2);
    } else {
        m_title = new QLabel(preferenceTitle(preference.id));
        m_title->setBuddy(m_control);
        grid->addWidget(m_title, 0, 0);
        m_control->setFixedWidth(controlWidth);
        grid->addWidget(m_control, 0, 1);
    }
    grid->addWidget(m_reset, 0, 2);
    grid->addWidget(m_help, 1, 0, 1, 2);
    connect(m_reset, &QToolButton::clicked, this, [this] { set({}); });
    connect(preferences, &Preferences::changed, this, [this](const QString &id) {
        if (id == m_preference.id) {
            show();
        }
    });
    show();
}

QWidget *PreferenceRow::makeControl(const QList<std::pair<QString, QString>> &known)
{
    switch (m_preference.kind) {
    case Preference::Kind::Switch:
        return makeSwitch();
    case Preference::Kind::Number:
        return makeNumber();
    case Preference::Kind::Choice: {
        QList<std::pair<QString, QString>> choices;
        for (const QString &choice : m_preference.choices) {
            choices.append({choice, choiceText(m_preference.id, choice)});
        }
        return makeChoice(choices);
    }
    case Preference::Kind::Text:
        break;
    }
    return known.isEmpty() ? makeText() : makeChoice(known);
}

QWidget *PreferenceRow::makeSwitch()
{
    auto *const box = new QCheckBox(preferenceTitle(m_preference.id));
    m_showValue = [box](const Json &value) { box->setChecked(value.boolean()); };
    connect(box, &QCheckBox::clicked, this, [this](bool isOn) { set(isOn); });
    return box;
}

QWidget *PreferenceRow::makeNumber()
{
    auto *const box = new QSpinBox;
    box->setRange(m_preference.least, m_preference.most);
    box->setSuffix(preferenceUnit(m_preference.id));
    box->setSpecialValueText(usualText(m_preference.id));
    box->setKeyboardTracking(false); // a number that is half typed is none
    box->setFocusPolicy(Qt::StrongFocus);
    m_showValue = [box](const Json &value) { box->setValue(value.number()); };
    connect(box, &QSpinBox::valueChanged, this, [this](int value) { set(value); });
    return box;
}

QWidget *PreferenceRow::makeChoice(const QList<std::pair<QString, QString>> &choices)
{
    auto *const box = new QComboBox;
    box->setFocusPolicy(Qt::StrongFocus);
    if (m_preference.kind == Preference::Kind::Text) {
        box->addItem(usualText(m_preference.id), m_preference.usual.text());
    }
    for (const auto &[value, text] : choices) {
        box->addItem(text, value);
    }
    m_showValue = [box](const Json &value) {
        if (box->findData(value.text()) < 0) { // one that is not installed here
            box->addItem(value.text(), value.text());
        }
        box->setCurrentIndex(box->findData(value.text()));
    };
    connect(box, &QComboBox::activated, this, [this, box](int index) { set(box->itemData(index).toString()); });
    return box;
}

QWidget *PreferenceRow::makeText()
{
    auto *const line = new QLineEdit;
    line->setMaxLength(Preference::maxText);
    line->setPlaceholderText(usualText(m_preference.id));
    m_showValue = [line](const Json &value) { line->setText(value.text()); };
    connect(line, &QLineEdit::editingFinished, this, [this, line] {
        if (line->isModified()) {
            set(line->text().trimmed());
        }
    });
    return line;
}

void PreferenceRow::setScope(Preferences::Scope scope)
{
    m_scope = scope;
    show();
}

void PreferenceRow::show()
{
    const Json own = m_preferences->valueIn(m_scope, m_preference.id);
    const bool isPersons = m_scope == Preferences::Scope::Person;
    const Json usual = isPersons ? m_preference.usual : m_preferences->value(m_preference.id);
    const QSignalBlocker blocker(m_control);
    m_showValue(own.isNull() ? usual : own);
    m_reset->setVisible(!own.isNull());
    const bool isOverruled =
        isPersons && !m_preferences->valueIn(Preferences::Scope::Project, m_preference.id).isNull();
    m_help->setText(isOverruled ? tr("The open project sets this, and its value counts.")
                                : preferenceHelp(m_preference.id));
    m_help->setVisible(!m_help->text().isEmpty());
}

void PreferenceRow::set(const Json &value)
{
    const bool isUsual = m_scope == Preferences::Scope::Person && value == m_preference.usual;
    if (const auto done = m_preferences->set(m_preference.id, isUsual ? Json() : value, m_scope); !done) {
        Q_EMIT refused(done.error().message);
    }
    show(); // also where the value that holds did not change
}

bool PreferenceRow::matches(const QStringList &words) const
{
    const QString texts = preferenceTitle(m_preference.id) + u' ' + preferenceHelp(m_preference.id) + u' ' +
                          m_preference.id + u' ' + groupTitle(m_preference.group());
    return std::ranges::all_of(words, [&](const QString &word) { return texts.contains(word, Qt::CaseInsensitive); });
}

} // namespace studio
