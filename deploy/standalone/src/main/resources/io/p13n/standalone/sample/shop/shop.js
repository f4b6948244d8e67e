'use strict'

// A shop's page that uses the vendor's SDK, unmodified: each step sends one event and shows the offers of the answer.

const PRODUCTS = [
  { path: '/mugs/blue', name: 'Harbour', colour: '#3c6fa8', back: '#e3ecf5', price: 12.5 },
  { path: '/mugs/red', name: 'Brick', colour: '#b5523f', back: '#f7e6e2', price: 12.5 },
  { path: '/mugs/green', name: 'Fern', colour: '#4d8a62', back: '#e4f0e7', price: 14 },
  { path: '/mugs/yellow', name: 'Lemon', colour: '#d9a62e', back: '#fbf1d9', price: 14 },
  { path: '/mugs/black', name: 'Night', colour: '#33373d', back: '#e6e7ea', price: 16 },
  { path: '/mugs/white', name: 'Cloud', colour: '#fdfdfb', back: '#dfe5e8', price: 16 }
]

const byId = id => document.getElementById(id)

function element (tag, text, className) {
  const made = document.createElement(tag)
  made.textContent = text || ''
  made.className = className || ''
  return made
}

function mug (product) {
  const holder = element('div')
  holder.innerHTML = `<svg viewBox="0 0 120 90" role="img" aria-label="a mug" preserveAspectRatio="xMidYMid slice">
    <rect width="120" height="90" fill="${product.back}"/>
    <ellipse cx="56" cy="76" rx="30" ry="4" fill="#000" opacity=".12"/>
    <path d="M72 34h13a11 11 0 0 1 0 26H72" fill="none" stroke="${product.colour}" stroke-width="6"/>
    <path d="M32 24h49l-3 42a9 9 0 0 1-9 9H44a9 9 0 0 1-9-9z" fill="${product.colour}"/>
    <ellipse cx="56.5" cy="24" rx="24.5" ry="4.5" fill="${product.colour}"/>
    <ellipse cx="56.5" cy="24" rx="22" ry="3.2" fill="#000" opacity=".3"/>
  </svg>`
  return holder.firstElementChild
}

function price (product) {
  return '€ ' + product.price.toFixed(2)
}

class Shop {
  constructor (settings) {
    this.settings = settings
    this.td = new window.Treasure({
      host: settings.endpoint + '/records',
      writeKey: settings.write_key,
      database: 'shop',
      startInSignedMode: true // else the SDK leaves out td_client_id, and nobody is recognised
    })
  }

  open () {
    byId('products').replaceChildren(...PRODUCTS.map(product => this.card(product)))
    byId('sign-up').addEventListener('submit', submitted => {
      submitted.preventDefault()
      this.signUp(byId('sign-up').elements.first_name.value.trim())
    })
    byId('leave').addEventListener('click', () => this.leave())
    this.view('/')
  }

  card (product) {
    const card = element('article')
    const look = element('button', 'Look', 'view')
    look.addEventListener('click', () => this.show(product))
    card.append(mug(product), element('h3', product.name), element('p', price(product)), look)
    return card
  }

  show (product) {
    const words = element('div')
    const buy = element('button', 'Buy now')
    const back = element('button', 'Back to all mugs', 'quiet')
    const buttons = element('div', '', 'buttons')
    buy.id = 'buy'
    back.id = 'back'
    buy.addEventListener('click', () => this.call('orders', { product_id: product.path, amount: product.price }))
    back.addEventListener('click', () => this.showAll())
    buttons.append(buy, back)
    words.append(
      element('h2', product.name), element('div', price(product), 'price'),
      element('p', 'Stoneware, 0.3 l, made to be kept. Goes into the dishwasher and comes out again.', 'words'), buttons)
    byId('product').replaceChildren(mug(product), words)
    byId('product').hidden = false
    byId('products').hidden = true
    this.view(product.path)
  }

  showAll () {
    byId('product').hidden = true
    byId('products').hidden = false
  }

  view (path) {
    return this.call('web_events', { event_name: 'page_view', td_path: path })
  }

  async signUp (firstName) {
    await this.call('web_events', { event_name: 'sign_up', first_name: firstName })
    byId('sign-up').reset()
    this.showAll()
    await this.view('/welcome')
  }

  leave () {
    this.td.resetUUID()
    location.assign('/')
  }

  // One call: the event goes out, the offers come back.
  call (table, event) {
    const sent = { td_client_id: this.td.client.track.uuid, ...event }
    const target = { endpoint: this.settings.endpoint, database: 'shop', table, token: this.settings.token }
    return new Promise(resolve => this.td.fetchPersonalization(target, sent,
      answer => resolve(this.answered(table, event, answer)),
      failure => resolve(this.failed(table, event, failure))))
  }

  answered (table, event, answer) {
    byId('trouble').hidden = true
    note(`shop.${table}`, event, answer)
    show(answer.offers || {})
  }

  failed (table, event, failure) {
    note(`shop.${table}`, event, String(failure), 'failed')
    const address = `https://${this.settings.endpoint}`
    if (!(failure instanceof TypeError)) {
      return trouble(`${address} refused the call. Which code and why: see this call's answer in the browser's network tools.`)
    }
    const link = element('a', `open ${address} once, and accept its certificate`)
    link.id = 'accept'
    link.href = address + '/openapi.html'
    link.target = '_blank'
    trouble('The browser got no answer it may read. Most likely it does not trust the API\'s certificate, which is self-signed: ',
      link, '; then load this page again. If that is done: the account document must name the origin ' + location.origin + '.')
  }
}

function show (offers) {
  const attributes = name => (offers[name] || {}).attributes || {}
  const banner = attributes('free_delivery').banner
  byId('greeting').textContent = attributes('welcome_back').hello || ''
  byId('banner').hidden = !banner
  if (banner) {
    byId('banner').querySelector('img').src = banner.image
    byId('banner').querySelector('strong').textContent = banner.text
    byId('banner').querySelector('span').textContent = `because you have looked at ${attributes('free_delivery').seen} pages`
  }
  const thanks = attributes('thank_you')
  byId('thanks').hidden = !thanks.hello
  byId('thanks').textContent = `${thanks.hello} You have spent € ${Number(thanks.spent).toFixed(2)} with us.`
}

function note (table, event, answer, className) {
  const entry = element('li', '', className)
  entry.append(element('b', table), ' ', JSON.stringify(event))
  const offers = Object.entries(answer.offers || {})
  for (const [name, offer] of offers) {
    entry.append('\n→ ', element('b', name), ' ', JSON.stringify(offer.attributes))
  }
  if (offers.length === 0) {
    entry.append('\n→ ', typeof answer === 'string' ? answer : 'no offers')
  }
  byId('calls').prepend(entry)
}

function trouble (...words) {
  byId('trouble').replaceChildren(...words)
  byId('trouble').hidden = false
}

function load (source) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = source
    script.onload = resolve
    script.onerror = () => reject(new Error(`${source} can't be loaded`))
    document.head.append(script)
  })
}

async function start () {
  const settings = await (await fetch('/settings.json')).json()
  trouble('Fetching the browser SDK …')
  const sdk = await fetch('/td-js-sdk.js')
  if (!sdk.ok) {
    throw new Error(await sdk.text())
  }
  await load('/td-js-sdk.js')
  byId('trouble').hidden = true
  new Shop(settings).open()
}

start().catch(failure => trouble(failure.message))
