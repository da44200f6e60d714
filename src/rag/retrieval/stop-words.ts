/** Words that say nothing about a piece of code, in English and Russian; lower case, ё written as е. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `
  a about all also am an and any are as at be been being both but by can could did do does doing each either for from
  had has have having he her here hers him his how i if in into is it its itself me more most my no nor not of off on
  once only or other our ours out over own same she should so some such than that the their theirs them then there
  these they this those through to too under until up us very was we were what when where which while who whom why will
  with would you your yours may might must shall just via per

  а без более бы был была были было быть в вам вас весь во вот все всего всей всем всех всю вы где да даже для до его ее
  если есть еще же за и из или им ими их к как какая какие каким каких какое какой какую когда ко кто ли либо меня между
  мне мной мы на над надо нам нас наш наша наши не него нее нет ни них но ну о об обо один он она они оно от ото очень по
  под пока после при про с сам сама сами само свой своя свои себя себе со так также такая такие такой там тебе тебя то
  того тоже той только том тот ту ты у уже хотя чего чей чем через что чтобы эта эти этим этих это этой этом этот эту я
  `.match(/\S+/g),
);

/** Words of a question that tell what the person wants done with the answer, not what it is about. */
export const QUESTION_WORDS: ReadonlySet<string> = new Set(
  `
  describe does explain find give happen happens help please show tell want wants way ways

  делает делается используется используют найди найти находится находятся нужен нужна нужно объясни объяснить опиши
  описать описано отвечает подскажи покажи показать помоги пожалуйста происходит работает работают расскажи реализована
  реализован реализованы реализовано сделан сделана сделано сделаны скажи устроен устроена устроено устроены хочу
  `.match(/\S+/g),
);
