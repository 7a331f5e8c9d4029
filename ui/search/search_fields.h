// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/search/search_values.h"

#include <QWidget>

class QGridLayout;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace studio {

/// What the fields hold. A plain value.
struct SearchInput
{
    ProjectQuery query;
    QString replacement;
    bool isReplacing = false;
};

Json toJson(const SearchInput &input);
/// What is absent is as at the first time.
SearchInput readSearchInput(const JsonReader &json);

/// What is searched in a project, and what it is replaced with, as a person gives it. Main thread.
class SearchFields : public QWidget
{
    Q_OBJECT

public:
    explicit SearchFields(QWidget *parent = nullptr);

    [[nodiscard]] ProjectQuery query() const;
    [[nodiscard]] QString replacement() const;
    [[nodiscard]] bool isReplacing() const;
    void setReplacing(bool isReplacing);
    void setWords(const QString &words); ///< and selects them
    void setReplaceable(int matches);    ///< how many would be replaced
    [[nodiscard]] QLineEdit *words() const { return m_words; }
    [[nodiscard]] SearchInput input() const;
    void setInput(const SearchInput &input);

Q_SIGNALS:
    void typed();              ///< another query
    void searchRequested();    ///< at once: Enter
    void resultsRequested();   ///< the focus shall go to them: Down
    void replacementChanged(); ///< or whether anything is replaced
    void replaceRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QLineEdit *addField(int row, const QString &name);
    QToolButton *addToggle(int column, const QString &text, const QString &tip);

    QGridLayout *m_grid;
    QLineEdit *m_words;
    QToolButton *m_case;
    QToolButton *m_word;
    QToolButton *m_regex;
    QToolButton *m_replacing;
    QLineEdit *m_with;
    QPushButton *m_replace;
    QLineEdit *m_include;
    QLineEdit *m_exclude;
};

} // namespace studio
